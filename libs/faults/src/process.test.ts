// What a fault does to the whole process: processor, event loop, memory; and its limits.
import { measureHeapBytes } from '@ballast/testing';
import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyServer, startFaultyServer } from '../test/start-faulty-server.ts';
import { burnCpu } from './effects/burn-cpu.ts';
import { LoopBlocker } from './effects/loop-blocker.ts';
import { MemoryHoard } from './effects/memory-hoard.ts';

const mebibyte = 1024 * 1024;
let world: FaultyServer;

beforeEach(async () => {
  world = await startFaultyServer();
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

test('cpuBurn takes processor time before it serves, and lets others have their turn', async () => {
  const turns = countTurns();
  world.fault({ kind: 'cpuBurn', cpuMs: 40 });
  const before = process.cpuUsage().user;
  expect((await world.call('unary').outcome).code).toBe(status.OK);
  expect(process.cpuUsage().user - before).toBeGreaterThan(20_000);
  // 20 slices of 2 ms.
  expect(turns.stop()).toBeGreaterThanOrEqual(20);
});

test('a burn ends when its fault does', async () => {
  let asked = 0;
  await burnCpu(1000, () => (asked += 1) > 3);
  expect(asked).toBe(4);
});

test('eventLoopBlock lets nobody have a turn, and the call is served', async () => {
  const turns = countTurns();
  world.fault({ kind: 'eventLoopBlock', blockMs: 50 });
  expect((await world.call('unary').outcome).code).toBe(status.OK);
  expect(turns.longestMs()).toBeGreaterThanOrEqual(50);
  turns.stop();
});

test('the event loop is blocked for half of the time at most', () => {
  const blocker = new LoopBlocker();
  const blocked = Array.from({ length: 100 }, (_, i) => blocker.admit(10, i * 5));
  expect(blocked.filter(Boolean)).toHaveLength(25);
});

test('memoryGrowth keeps memory with every call, up to its limit, until it ends', async () => {
  const before = await measureHeapBytes();
  world.fault({ kind: 'memoryGrowth', kibibytes: 1024, maxMebibytes: 4 });
  for (let call = 0; call < 6; call += 1) await world.call('unary').outcome;
  const grown = (await measureHeapBytes()) - before;
  expect(grown).toBeGreaterThan(3 * mebibyte);
  expect(grown).toBeLessThan(6 * mebibyte);
  world.faults.clear();
  expect((await measureHeapBytes()) - before).toBeLessThan(2 * mebibyte);
});

test('a hoard counts what it holds, and holds no more than it may', () => {
  const hoard = new MemoryHoard(1);
  hoard.grow(1000);
  hoard.grow(1000);
  expect(hoard.kibibytes).toBe(1024);
  hoard.release();
  expect(hoard.kibibytes).toBe(0);
});

function countTurns() {
  let turns = 0;
  let longestMs = 0;
  let lastMs = performance.now();
  let immediate = setImmediate(function turn() {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    turns += 1;
    immediate = setImmediate(turn);
  });
  return {
    longestMs: () => longestMs,
    stop() {
      clearImmediate(immediate);
      return turns;
    },
  };
}
