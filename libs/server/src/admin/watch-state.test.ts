import { StateRegister } from '@ballast/state';
import { expect, test } from 'vitest';
import type { WatchStateRequest } from '../gen/ballast/admin/v1/admin.ts';
import { watchState } from './watch-state.ts';

const target = 'static:///10.0.0.1:1';

test('a watcher that asks for it is told again only of what has changed', async () => {
  const register = new StateRegister();
  let reads = 0;
  let callsInFlight = 0;
  register.add({
    bulkheads: () => {
      // Three looks find the same, and from then on each finds something else.
      if (++reads > 3) callsInFlight += 1;
      return [{ target, callsInFlight, callsWaiting: 0, maxConcurrent: 8 }];
    },
  });
  const { signal } = new AbortController();
  const watch = async (request: WatchStateRequest): Promise<number[]> => {
    const told: number[] = [];
    for await (const { bulkheads } of watchState(register, request, signal)) {
      if (told.push(bulkheads[0]!.callsInFlight) === 3) break;
    }
    return told;
  };
  expect(await watch({ intervalMs: 100, unchangedIntervalMs: 60_000 })).toEqual([0, 1, 2]);
  expect(reads).toBe(5);
  reads = callsInFlight = 0;
  expect(await watch({ intervalMs: 100 })).toEqual([0, 0, 0]);
});
