import { runInScope } from '@ballast/deadlines';
import { createRequestsFailure } from './call-failure.ts';
import type { RunningCall } from './running-call.ts';

export type Requests = AsyncIterable<unknown> | Iterable<unknown>;

/**
 * Sends every request, one at a time: the next one is asked for when the channel has taken the one
 * before. A stream of requests that throws cancels the call.
 *
 * @returns a function for the end of the call: requests that are still to come are told to stop.
 */
export function sendAll(call: RunningCall, requests: Requests): () => void {
  const iterator =
    Symbol.asyncIterator in requests
      ? requests[Symbol.asyncIterator]()
      : requests[Symbol.iterator]();
  let isExhausted = false;

  const send = async (): Promise<void> => {
    while (!call.isOver) {
      const { done, value } = await iterator.next();
      if (done === true) {
        isExhausted = true;
        call.halfClose();
        return;
      }
      if (call.isOver) return;
      await call.sendAndWait(value);
    }
  };

  // Requests are made in the scope of their call, whoever reads its answers.
  runInScope(call.scope, send).catch((error: unknown) => {
    isExhausted = true;
    call.cancel(createRequestsFailure(error));
  });

  return () => {
    if (isExhausted) return;
    isExhausted = true;
    void runInScope(call.scope, stop, iterator);
  };
}

/** A stream that cannot even be stopped concerns nobody: the call is over and has its outcome. */
async function stop(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    return;
  }
}
