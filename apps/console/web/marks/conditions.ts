// How a replica or an endpoint stands, as one sees it: a word, a shape and a tone, never a colour alone.

export type Tone = 'good' | 'warn' | 'bad' | 'aside' | 'idle';

export const conditions = {
  serving: { word: 'serving', tone: 'good', shape: 'disc' },
  slow: { word: 'slow', tone: 'warn', shape: 'triangle' },
  failing: { word: 'failing', tone: 'bad', shape: 'diamond' },
  ejected: { word: 'ejected', tone: 'bad', shape: 'slash' },
  draining: { word: 'draining', tone: 'aside', shape: 'down' },
  rolling: { word: 'being replaced', tone: 'aside', shape: 'dots' },
  paused: { word: 'paused', tone: 'aside', shape: 'pause' },
  starting: { word: 'starting', tone: 'idle', shape: 'dots' },
  dead: { word: 'dead', tone: 'bad', shape: 'cross' },
  taken: { word: 'takes calls', tone: 'good', shape: 'disc' },
  connecting: { word: 'connecting', tone: 'idle', shape: 'dots' },
  stopped: { word: 'stopped', tone: 'idle', shape: 'ring' },
  unreachable: { word: 'unreachable', tone: 'bad', shape: 'ring' },
} as const satisfies Record<string, { word: string; tone: Tone; shape: string }>;

export type Condition = keyof typeof conditions;
export type Shape = (typeof conditions)[Condition]['shape'];
