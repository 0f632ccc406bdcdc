// How a replica stands, as one sees it: a word, a shape and a tone, never a colour alone.

export type Tone = 'good' | 'warn' | 'bad' | 'aside' | 'idle';

export const conditions = {
  serving: { word: 'serving', tone: 'good', shape: 'disc' },
  slow: { word: 'slow', tone: 'warn', shape: 'triangle' },
  failing: { word: 'failing', tone: 'bad', shape: 'diamond' },
  ejected: { word: 'ejected', tone: 'bad', shape: 'slash' },
  draining: { word: 'draining', tone: 'aside', shape: 'down' },
  paused: { word: 'paused', tone: 'aside', shape: 'pause' },
  starting: { word: 'starting', tone: 'idle', shape: 'dots' },
  dead: { word: 'dead', tone: 'bad', shape: 'cross' },
  unknown: { word: 'not heard of', tone: 'idle', shape: 'ring' },
} as const satisfies Record<string, { word: string; tone: Tone; shape: string }>;

export type Condition = keyof typeof conditions;
export type Shape = (typeof conditions)[Condition]['shape'];
