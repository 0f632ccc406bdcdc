import type { TimeInput } from '@opentelemetry/api';

export function isTimeInput(given: unknown): given is TimeInput {
  return typeof given === 'number' || Array.isArray(given) || given instanceof Date;
}

/** A time in any of the API's forms: a number is of `performance.now()` where it is small enough. */
export function toEpochMs(time: TimeInput): number {
  if (Array.isArray(time)) return time[0] * 1000 + time[1] / 1e6;
  if (time instanceof Date) return time.getTime();
  return time < performance.timeOrigin ? performance.timeOrigin + time : time;
}
