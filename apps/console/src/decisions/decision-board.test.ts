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
