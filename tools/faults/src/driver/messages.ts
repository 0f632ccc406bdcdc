// What the matrix and its drivers tell each other. A driver is a process of its own, so that no
// client is in another one's way.
import type { CallKind, Participant } from '../plan/cell.ts';

/** To a driver. */
export type Order =
  | { readonly order: 'connect'; readonly setting: DriveSetting }
  /** Begins an open loop of so many calls a second, or changes its pace. */
  | { readonly order: 'pace'; readonly perSecond: number }
  /** Begins no more calls, waits for those under way, and answers with the record. */
  | { readonly order: 'finish' };

export interface DriveSetting {
  readonly participant: Participant;
  readonly kind: CallKind;
  readonly target: string;
  readonly timeoutMs: number;
  /** Of a stream: how many messages, and how long each takes. */
  readonly messages: number;
  readonly gapMs: number;
  /** Shares of calls that are critical and sheddable; the rest is default. */
  readonly critical: number;
  readonly sheddable: number;
  readonly seed: number;
}

/** From a driver. */
export type News =
  | { readonly news: 'connected' }
  | { readonly news: 'record'; readonly record: DriveRecord }
  | { readonly news: 'failed'; readonly problem: string };

/**
 * Everything that happened, in the order in which it began. Times are milliseconds since the epoch by
 * the monotonic clock, comparable between processes.
 */
export interface DriveRecord {
  /** Calls of this client before those that are recorded, all well. */
  readonly warmUpCalls: number;
  readonly calls: CallRecords;
  readonly attempts: AttemptRecords;
}

export interface CallRecords {
  readonly startMs: Float64Array;
  readonly tookMs: Float64Array;
  /** A gRPC status; `INCOMPLETE` for a stream that ended well and too early. */
  readonly code: Int16Array;
  /** Index into `criticalities`. */
  readonly criticality: Uint8Array;
}

/** An HTTP/2 stream that carried a call, or a part of its tries. */
export interface AttemptRecords {
  readonly startMs: Float64Array;
  readonly port: Uint16Array;
}

export const INCOMPLETE = -1;
export const criticalities = ['default', 'critical', 'sheddable'] as const;

export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
