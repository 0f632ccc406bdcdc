import { status } from '@grpc/grpc-js';
import { RefusedError } from './refused-error.ts';
import type { Guard } from './guard.ts';
import type { Permit } from './permit.ts';
import type { Refusal } from './refusal.ts';
import type { Waiting } from './waiting.ts';

export interface RunOptions {
  /** Ends the waiting for room. The call itself has to heed it on its own. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call has, in milliseconds: it does not wait past that. Default: no limit. */
  readonly timeLeftMs?: number | undefined;
}

/**
 * Makes a call that is a promise under a guard. It ends with the `code` of its error, UNKNOWN
 * without one; an aborted one was CANCELLED.
 *
 * @throws RefusedError instead of making the call; the signal's reason; what the call throws.
 */
export async function runGuarded<T>(
  guard: Guard,
  call: () => Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  options.signal?.throwIfAborted();
  let entry = guard.tryEnter(performance.now());
  if (entry.kind === 'waiting') entry = await waitForTurn(entry, options);
  if (entry.kind === 'refused') throw new RefusedError(entry);
  try {
    const answer = await call();
    entry.end(status.OK, performance.now());
    return answer;
  } catch (error) {
    entry.end(findCode(error), performance.now());
    throw error;
  }
}

function waitForTurn(waiting: Waiting, { signal, timeLeftMs }: RunOptions) {
  return new Promise<Permit | Refusal>((resolve, reject) => {
    const leave = () => {
      waiting.cancel();
      reject(signal!.reason as Error);
    };
    const onTurn = (entry: Permit | Refusal) => {
      signal?.removeEventListener('abort', leave);
      resolve(entry);
    };
    signal?.addEventListener('abort', leave, { once: true });
    waiting.wait({ onTurn }, performance.now(), timeLeftMs);
  });
}

function findCode(error: unknown): status {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'number' && code in status) return code;
  return name === 'AbortError' ? status.CANCELLED : status.UNKNOWN;
}
