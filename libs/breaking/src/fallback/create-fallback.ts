import { fallback, handleWhen } from 'cockatiel';
import { callOutcome } from '../outcome/call-outcome.ts';
import { findRefusal } from '../guard/refused-error.ts';
import type { Refusal } from '../guard/refusal.ts';
import type { status } from '@grpc/grpc-js';

/** Why there is no answer. */
export type FallbackCause =
  /** This process's own guard did not make the call. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly error: unknown }
  /** The server is at its limit. */
  | { readonly kind: 'shed'; readonly code: status; readonly error: unknown }
  | { readonly kind: 'failed'; readonly code: status; readonly error: unknown };

export interface Fallback<Substitute> {
  /** The call's answer, or the substitute. @throws what the call throws and no fallback is for. */
  run<Answer>(call: () => Promise<Answer>): Promise<Answer | Substitute>;
}

/**
 * Something else in place of an answer, where the dependency was not asked or did not answer. Never
 * for what it did answer (NOT_FOUND and its like), for a caller that left, or for an error without a
 * status, which is a mistake in the program.
 *
 * @param substitute is given the cause; may be a promise, and may throw.
 */
export function createFallback<Substitute>(
  substitute: (cause: FallbackCause) => Substitute | Promise<Substitute>,
): Fallback<Substitute> {
  return {
    run: (call) => {
      // One policy for each run: cockatiel does not hand the error to the substitute's maker.
      let cause: FallbackCause | undefined;
      const hasCause = handleWhen((error) => (cause = findCause(error)) !== undefined);
      return fallback(hasCause, () => substitute(cause!)).execute(call);
    },
  };
}

function findCause(error: unknown): FallbackCause | undefined {
  const refusal = findRefusal(error);
  if (refusal !== undefined) return { kind: 'refused', refusal, error };
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== 'number') return undefined;
  const kind = callOutcome(code);
  return kind === 'failed' || kind === 'shed' ? { kind, code, error } : undefined;
}
