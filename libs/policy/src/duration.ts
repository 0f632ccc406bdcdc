import type { Duration } from './policy.ts';

/** google.protobuf.Duration as grpc-js wants it where it takes no text. */
export interface ProtoDuration {
  readonly seconds: number;
  readonly nanos: number;
}

const pattern = /^(\d+)(?:\.(\d{1,9}))?s$/;

/**
 * Parses a proto3 duration string.
 * @throws RangeError naming the text, where it is not one
 */
export function parseDuration(text: string): ProtoDuration {
  const match = pattern.exec(text);
  if (!match) throw new RangeError(`a duration must be like "0.25s", got ${JSON.stringify(text)}`);
  const [, seconds = '0', fraction = ''] = match;
  return { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, '0')) };
}

/** Milliseconds, fractions kept. */
export function durationToMs({ seconds, nanos }: ProtoDuration): number {
  return seconds * 1000 + nanos / 1e6;
}

/** The shortest text for a number of milliseconds (0 or more), to the nanosecond. */
export function formatDurationMs(durationMs: number): Duration {
  const nanos = Math.round(durationMs * 1e6);
  const fraction = String(nanos % 1e9)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const seconds = Math.floor(nanos / 1e9);
  return fraction === '' ? `${seconds}s` : `${seconds}.${fraction}s`;
}
