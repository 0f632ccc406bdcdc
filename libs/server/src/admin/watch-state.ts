import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ProcessState, StateRegister } from '@ballast/state';
import type { CallContext } from '../call-context.ts';
import type { WatchStateRequest, WatchStateResponse } from '../gen/ballast/admin/v1/admin.ts';
import { createStateMessage } from './state-message.ts';

const DEFAULT_INTERVAL_MS = 1000;
const LEAST_INTERVAL_MS = 100;

/** The state now, and again as the request wants it, until the caller leaves. */
export async function* watchState(
  register: StateRegister,
  { intervalMs = DEFAULT_INTERVAL_MS, unchangedIntervalMs = 0 }: WatchStateRequest,
  signal: CallContext['signal'],
): AsyncIterable<WatchStateResponse> {
  let last: ProcessState | undefined;
  let sentMs = 0;
  while (!signal.aborted) {
    const state = register.read();
    // What is not sent is not encoded, and wakes nobody.
    if (
      performance.now() - sentMs >= unchangedIntervalMs ||
      last === undefined ||
      !isDeepStrictEqual(state, last)
    ) {
      last = state;
      sentMs = performance.now();
      yield createStateMessage(state, register.instance);
    }
    // A caller that leaves in between ends the wait, and the call is over already.
    await delay(Math.max(LEAST_INTERVAL_MS, intervalMs), undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}
