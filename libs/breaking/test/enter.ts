import { expect } from 'vitest';
import type { Guard, Permit, Refusal, Waiting } from '../src/index.ts';

/** Enters, or fails the test. */
export function enter(guard: Guard, nowMs: number): Permit {
  const entry = guard.tryEnter(nowMs);
  expect(entry.kind === 'refused' ? entry.details : entry.kind).toBe('permit');
  return entry as Permit;
}

/** Is refused, or fails the test. */
export function beRefused(guard: Guard, nowMs: number): Refusal {
  const entry = guard.tryEnter(nowMs);
  expect(entry.kind).toBe('refused');
  return entry as Refusal;
}

/** Stands in the bulkhead's line, or fails the test. */
export function standInLine(guard: Guard, nowMs: number): Waiting {
  const entry = guard.tryEnter(nowMs);
  expect(entry.kind).toBe('waiting');
  return entry as Waiting;
}

/** cockatiel's machine moves in microtasks: this is after them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
