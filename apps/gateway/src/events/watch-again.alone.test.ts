import { silentLogger } from '@ballast/logging';
import { internal, notFound, unavailable } from '@ballast/status';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchAgain } from './watch-again.ts';
import type { WatchAgainOptions } from './watch-again.ts';

type Run = readonly (string | Error)[];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Watches that give these items, one run after another; an error ends its run. */
function scripted(runs: readonly Run[]) {
  const startedAt: number[] = [];
  const watch = async function* (): AsyncGenerator<string> {
    const run = runs[startedAt.length] ?? [];
    startedAt.push(Date.now());
    for (const item of run) {
      if (item instanceof Error) throw item;
      yield item;
    }
  };
  return { watch, startedAt };
}

async function collect(
  watch: () => AsyncIterable<string>,
  options: Partial<WatchAgainOptions> = {},
): Promise<string[]> {
  const signal = new AbortController().signal;
  const items: string[] = [];
  const all = { signal, logger: silentLogger, lasts: 'until-final', ...options } as const;
  for await (const item of watchAgain(watch, all)) items.push(item);
  return items;
}

test('a watch whose server drains goes on with the next at once', async () => {
  const draining = unavailable('draining', { reason: 'SERVER_DRAINING', retryDelayMs: 0 });
  const { watch, startedAt } = scripted([['a', draining], ['b']]);
  const begin = Date.now();
  const items = collect(watch);
  await vi.advanceTimersByTimeAsync(1);
  expect(await items).toEqual(['a', 'b']);
  expect(startedAt[1]).toBeLessThanOrEqual(begin + 1);
});

test('a server that stays away is asked less and less often, at most every two seconds', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const away = Array.from({ length: 8 }, () => [internal('bad')]);
  const { watch, startedAt } = scripted([...away, ['there']]);
  const items = collect(watch);
  await vi.runAllTimersAsync();
  expect(await items).toEqual(['there']);
  const waits = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
  expect(waits[0]).toBeLessThanOrEqual(1);
  expect(waits.slice(2)).toEqual(waits.slice(2).toSorted((left, right) => left - right));
  expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
});

test('an item that arrives forgives the failures before it', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  const bad = internal('bad');
  const { watch, startedAt } = scripted([[bad], [bad], [bad], [bad], ['a', bad], ['b']]);
  const items = collect(watch);
  await vi.runAllTimersAsync();
  expect(await items).toEqual(['a', 'b']);
  expect((startedAt[5] ?? 0) - (startedAt[4] ?? 0)).toBeLessThanOrEqual(1);
});

test('a server that says when to come back is not asked before', async () => {
  const { watch, startedAt } = scripted([[unavailable('full', { retryDelayMs: 5000 })], ['a']]);
  const items = collect(watch);
  await vi.runAllTimersAsync();
  expect(await items).toEqual(['a']);
  expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBe(5000);
});

test('what asking again cannot mend ends the watch', async () => {
  const { watch, startedAt } = scripted([['a', notFound('no such order')]]);
  await expect(collect(watch)).rejects.toThrow('no such order');
  expect(startedAt).toHaveLength(1);
});

test('a watch for ever goes on after an end and after any error', async () => {
  const leaving = new AbortController();
  const { watch, startedAt } = scripted([['a'], [notFound('x')], ['b']]);
  const items = collect(watch, { lasts: 'for-ever', signal: leaving.signal });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(startedAt.length).toBeGreaterThan(3);
  leaving.abort();
  expect(await items).toEqual(['a', 'b']);
});

test('an abort ends the wait between two tries', async () => {
  const leaving = new AbortController();
  const { watch } = scripted([[unavailable('away', { retryDelayMs: 60_000 })]]);
  const items = collect(watch, { signal: leaving.signal });
  await vi.advanceTimersByTimeAsync(10);
  leaving.abort();
  expect(await items).toEqual([]);
});
