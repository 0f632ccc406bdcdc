import { silentLogger } from '@ballast/logging';
import { createGate } from '@ballast/testing';
import { expect, test, vi } from 'vitest';
import type { StockChanges, StockStore } from './store/stock-store.ts';
import { startSweeper } from './sweeper.ts';

/** A store that only counts: what a sweep does to stock is the store's own test. */
function countingStore(expireDue: StockStore['expireDue']) {
  const trims: number[] = [];
  return {
    trims,
    store: { expireDue } as StockStore,
    changes: {
      trim: async (olderThanMs) => trims.push(olderThanMs) && 0,
    } as Pick<StockChanges, 'trim'> as StockChanges,
  };
}

const options = {
  ...({ workers: 'on', logger: silentLogger } as const),
  ...{ sweepIntervalMs: 1, eventRetentionMs: 7000 },
};

test('a sweep goes on batch by batch until there is nothing left, then forgets old changes', async () => {
  const left = [100, 100, 17];
  const swept = createGate();
  const parts = countingStore(async (limit) => Math.min(limit, left.shift() ?? 0));
  const changes = {
    ...parts.changes,
    async trim(olderThanMs: number) {
      swept.open();
      return parts.trims.push(olderThanMs) && 0;
    },
  };
  const sweeper = startSweeper({ ...options, ...parts, changes });
  await swept.opened;
  await sweeper.stop();
  expect(left).toEqual([]);
  expect(parts.trims).toEqual([7000]);
});

test('it sweeps again and again, never twice at the same distance', async () => {
  vi.useFakeTimers();
  const times: number[] = [];
  const parts = countingStore(async () => {
    times.push(Date.now());
    return 0;
  });
  const sweeper = startSweeper({ ...options, ...parts, sweepIntervalMs: 1000 });
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();
  await sweeper.stop();
  const pauses = times.slice(1).map((time, index) => time - times[index]!);
  expect(pauses.length).toBeGreaterThanOrEqual(14);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(750);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(1250);
  expect(new Set(pauses).size).toBeGreaterThan(3);
});

test('a database that is away does not end the sweeping', async () => {
  let attempts = 0;
  const recovered = createGate();
  const parts = countingStore(async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('away');
    recovered.open();
    return 0;
  });
  const sweeper = startSweeper({ ...options, ...parts });
  await recovered.opened;
  await sweeper.stop();
});

test('stop waits for the batch under way and begins no other', async () => {
  const begun = createGate();
  const finish = createGate();
  let batches = 0;
  const parts = countingStore(async (limit) => {
    batches += 1;
    begun.open();
    await finish.opened;
    return limit;
  });
  const sweeper = startSweeper({ ...options, ...parts });
  await begun.opened;
  let isStopped = false;
  const stopped = sweeper.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  finish.open();
  await stopped;
  expect(batches).toBe(1);
  expect(parts.trims).toEqual([]);
});

test('a replica whose workers are off sweeps nothing', async () => {
  vi.useFakeTimers();
  const swept = { on: 0, off: 0 };
  for (const workers of ['on', 'off'] as const) {
    const parts = countingStore(async () => {
      swept[workers] += 1;
      return 0;
    });
    const sweeper = startSweeper({ ...options, ...parts, workers, sweepIntervalMs: 1000 });
    await vi.advanceTimersByTimeAsync(20_000);
    await sweeper.stop();
    expect(parts.trims).toHaveLength(swept[workers]);
  }
  vi.useRealTimers();
  expect(swept.on).toBeGreaterThan(10);
  expect(swept.off).toBe(0);
});
