import { refuse } from './require-within.ts';

/** A proto3 duration such as `"0.25s"`, or what grpc-js has after reading one. */
export type Duration = string | { readonly seconds: number; readonly nanos: number };

const format = /^\d{1,12}(\.\d{1,9})?s$/;

/** In milliseconds. @throws RangeError naming field, rule and value. */
export function parseDurationMs(field: string, value: unknown): number {
  if (typeof value === 'string' && format.test(value)) return Number(value.slice(0, -1)) * 1000;
  if (typeof value === 'object' && value !== null) {
    const { seconds, nanos } = value as { seconds: unknown; nanos: unknown };
    if (typeof seconds === 'number' && typeof nanos === 'number' && seconds >= 0 && nanos >= 0) {
      return seconds * 1000 + nanos / 1e6;
    }
  }
  throw refuse(field, 'must be a duration such as "0.5s"', value);
}

export function toGrpcDuration(ms: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}
