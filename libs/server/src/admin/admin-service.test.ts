import {
  AdminServiceService,
  type WatchStateResponse,
  Connectivity,
  BreakerPhase,
} from '@ballast/contracts';
import { processState, type BreakerState } from '@ballast/state';
import { Code } from '@ballast/status';
import { onTestFinished, test, expect } from 'vitest';
import { callServerStream, callUnary } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const target = 'static:///10.0.0.1:1';
const method = '/shop.Stock/Get';

/** A part of this process, for as long as the test runs. */
function addPart() {
  let phase: BreakerState['phase'] = 'closed';
  const turn = (asked: string, to: BreakerState['phase']): boolean => {
    if (asked !== method) return false;
    phase = to;
    return true;
  };
  const endpoint = {
    ...({ address: '10.0.0.1:1', connectivity: 'READY', zone: undefined, weight: 1 } as const),
    ...{ callsInFlight: 2, callsEnded: 7, callsFailed: 1, latencyMs: 1.5, leftAlone: undefined },
  };
  const remove = processState.add({
    channels: () => [{ target, balancer: 'ballast', endpoints: [endpoint] }],
    breakers: () => [{ target, method, phase, calls: 3, failures: 1, slowCalls: 0, opensForMs: 0 }],
    isolation: {
      target,
      isolate: (asked) => turn(asked, 'isolated'),
      release: (asked) => turn(asked, 'closed'),
    },
  });
  onTestFinished(remove);
}

test('a watcher is told the state now and after each interval', async () => {
  addPart();
  await using shop = await startInventory({});
  const stream = callServerStream(shop.client, AdminServiceService.watchState, { intervalMs: 100 });
  const states: WatchStateResponse[] = [];
  await new Promise<void>((resolve) => {
    stream.on('data', (state: WatchStateResponse) => {
      if (states.push(state) === 2) resolve();
    });
  });
  stream.on('error', () => undefined);
  stream.cancel();
  expect(states[0]).toMatchObject({
    pid: process.pid,
    channels: [
      {
        target,
        balancer: 'ballast',
        endpoints: [
          {
            address: '10.0.0.1:1',
            connectivity: Connectivity.CONNECTIVITY_READY,
            callsInFlight: 2,
            callsEnded: 7n,
            latencyMs: 1.5,
            leftAloneBecause: '',
          },
        ],
      },
    ],
    breakers: [{ method, phase: BreakerPhase.BREAKER_PHASE_CLOSED, failures: 1 }],
  });
  expect(states[1]!.uptimeMs).toBeGreaterThanOrEqual(states[0]!.uptimeMs);
});

test('a breaker is isolated and released by hand', async () => {
  addPart();
  await using shop = await startInventory({});
  const ask = (name: 'isolateBreaker' | 'releaseBreaker') =>
    callUnary(shop.client, AdminServiceService[name], { target, method }).response;
  expect(await ask('isolateBreaker')).toEqual({ breakers: 1 });
  expect(processState.read().breakers[0]?.phase).toBe('isolated');
  expect(await ask('releaseBreaker')).toEqual({ breakers: 1 });
  expect(processState.read().breakers[0]?.phase).toBe('closed');
});

test.each([
  ['a target that nobody calls', { target: 'static:///nobody:1', method }],
  ['a method that was never called', { target, method: '/shop.Stock/Put' }],
])('%s has no breaker', async (_, request) => {
  addPart();
  await using shop = await startInventory({});
  const { response } = callUnary(shop.client, AdminServiceService.isolateBreaker, request);
  await expect(response).rejects.toMatchObject({
    code: Code.NOT_FOUND,
    reason: 'UNKNOWN_BREAKER',
  });
});

test('requests are held against their rules', async () => {
  await using shop = await startInventory({});
  const { response } = callUnary(shop.client, AdminServiceService.isolateBreaker, {
    target: '',
    method: 'Get',
  });
  await expect(response).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
});
