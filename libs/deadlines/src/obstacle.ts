import { status } from '@grpc/grpc-js';
import type { CallScope } from './call-scope.ts';

/** Why a call must not even be sent. */
export interface Obstacle {
  readonly code: status.CANCELLED | status.DEADLINE_EXCEEDED;
  readonly details: string;
  readonly cause: Error | undefined;
}

/** What stands against another call in this scope; undefined where nothing does. */
export function findObstacle(
  scope: CallScope,
  nowMs: number = performance.now(),
): Obstacle | undefined {
  const cause = scope.abortReason;
  if (cause !== undefined) {
    const details = `not sent: the call being served is over: ${cause.message}`;
    return { code: status.CANCELLED, details, cause };
  }
  if (scope.callsEndAtMs > nowMs) return undefined;
  const leftMs = Math.round(scope.timeLeftMs(nowMs));
  const marginMs = Math.round(scope.endsAtMs - scope.callsEndAtMs);
  const details = `not sent: ${leftMs} ms are left of the call being served, and ${marginMs} ms of its time are kept to answer it`;
  return { code: status.DEADLINE_EXCEEDED, details, cause };
}
