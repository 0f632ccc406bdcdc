import { BreakerPhase, Connectivity, type WatchStateResponse } from '@ballast/contracts';
import { expect, it } from 'vitest';
import { HISTORY_SECONDS } from '../figures/call-board.ts';
import { DecisionBoard } from './decision-board.ts';

const HISTORY_MS = HISTORY_SECONDS * 1000;
const silent = { onBreaker: () => undefined, onEjection: () => undefined };

/** As of a process that listens, and has one client with one endpoint. */
function stateOf(address: string, refused: number): WatchStateResponse {
  const target = 'file:///orders';
  const endpoint = {
    ...{ address, connectivity: Connectivity.CONNECTIVITY_READY, zone: '', weight: 1 },
    ...{ callsInFlight: 0, callsEnded: 0n, callsFailed: 0n },
    ...{ leftAloneBecause: '', leftAloneMs: 0 },
  };
  const phase = BreakerPhase.BREAKER_PHASE_OPEN;
  return {
    ...{ pid: 1, uptimeMs: 0n, instance: 'gateway#1', bulkheads: [], mesh: undefined },
    channels: [{ target, balancer: 'p2c', endpoints: [endpoint] }],
    breakers: [
      { target, method: 'Place', phase, calls: 0, failures: 0, slowCalls: 0, opensForMs: 0 },
    ],
    retryBudgets: [{ target, service: 'Orders', calls: 0, retries: 0, retriesLeft: 0 }],
    admissions: [
      {
        ...{ address, limit: 1, callsInFlight: 0, openStreams: 0 },
        refused: [{ reason: 'LIMIT', calls: BigInt(refused) }],
      },
    ],
  };
}

function sizesOf({ endpoints, breakers, budgets, limits }: DecisionBoard): readonly number[] {
  return [endpoints, breakers, budgets, limits].map(({ size }) => size);
}

it('keeps no line longer than the pages can show it, however often addresses change', () => {
  const board = new DecisionBoard(silent);
  const heard = new Set(['gateway#1']);
  let nowMs = 0;
  for (; nowMs <= 3 * HISTORY_MS; nowMs += 10_000) {
    board.record('gateway#1', stateOf(`127.0.0.1:${nowMs}`, 0), nowMs);
    board.keepOnly(heard, nowMs);
    expect(board.endpoints.size).toBeLessThanOrEqual(HISTORY_SECONDS / 10 + 1);
    expect(board.limits.size).toBeLessThanOrEqual(HISTORY_SECONDS / 10 + 1);
  }
  board.keepOnly(heard, nowMs + HISTORY_MS);
  expect(sizesOf(board)).toEqual([0, 0, 0, 0]);
});

it('keeps the lines of a process that is gone as long as they are looked at, but no count of it', () => {
  const board = new DecisionBoard(silent);
  board.record('gateway#1', stateOf('127.0.0.1:1', 1000), 1000);
  board.record('gateway#1', stateOf('127.0.0.1:1', 1020), 3000);
  expect(board.limitOf('gateway#1', '127.0.0.1:1')?.refusedPerSecond.read(3)).toBe(10);
  board.keepOnly(new Set(), 4000);
  expect(board.states.size).toBe(0);
  expect(sizesOf(board)).toEqual([1, 1, 1, 1]);
  board.record('gateway#1', stateOf('127.0.0.1:1', 5000), 5000);
  expect(board.limitOf('gateway#1', '127.0.0.1:1')?.refusedPerSecond.read(5)).toBe(0);
});

it('holds the last word of a process that says nothing because nothing has changed', () => {
  const board = new DecisionBoard(silent);
  const address = '127.0.0.1:1';
  const read = (second: number) => {
    const { calls, inFlight } = board.endpointOf('gateway#1', 'file:///orders', address)!;
    const { refusedPerSecond } = board.limitOf('gateway#1', address)!;
    return [calls.read(second), inFlight.read(second), refusedPerSecond.read(second)];
  };
  board.record('gateway#1', stateOf(address, 0), 1990);
  // Within the second, its next word may only be a little late.
  board.hold('gateway#1', 2010);
  expect(read(2)).toEqual([null, null, null]);
  board.hold('gateway#1', 6500);
  for (const second of [2, 3, 4, 5, 6]) expect(read(second)).toEqual([0, 0, 0]);
  board.hold('gateway#1', 8100);
  const state = stateOf(address, 20);
  state.channels[0]!.endpoints[0]!.callsEnded = 30n;
  // All of it within the last second, not spread over the silence.
  board.record('gateway#1', state, 9100);
  expect(read(8)).toEqual([0, 0, 0]);
  expect(read(9)).toEqual([30, 0, 20]);
  board.hold('unheard of', 9000);
  expect(sizesOf(board)).toEqual([1, 1, 1, 1]);
});
