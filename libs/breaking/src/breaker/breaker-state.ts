import type { OpenCause } from './verdict.ts';
import type { OutcomeCounts } from '../window/outcome-window.ts';
import type { Trial } from './trial.ts';

/** Why a breaker is open: what it had counted when it opened. */
export interface OpenReason {
  readonly cause: OpenCause;
  readonly counts: OutcomeCounts;
  /** Whether they were the probes of a trial and not a window. */
  readonly ofTrial: boolean;
}

/**
 * `opening` and `closing` last until the end of the current microtasks: the verdict has fallen and is
 * acted upon, cockatiel's machine is on its way.
 */
export type BreakerState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly atMs: number; readonly reason: OpenReason }
  | { readonly kind: 'open'; readonly sinceMs: number; dueMs: number; readonly reason: OpenReason }
  | { readonly kind: 'half-open'; readonly trial: Trial; readonly reason: OpenReason }
  | { readonly kind: 'closing' }
  | { readonly kind: 'isolated'; readonly why: string };

/** What it looks like from outside. */
export type BreakerStateName = 'closed' | 'open' | 'half-open' | 'isolated';

export function breakerStateName({ kind }: BreakerState): BreakerStateName {
  switch (kind) {
    case 'opening':
      return 'open';
    case 'closing':
      return 'closed';
    case 'closed':
    case 'open':
    case 'half-open':
    case 'isolated':
      return kind;
    default:
      return kind satisfies never;
  }
}
