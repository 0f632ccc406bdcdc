import { setImmediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Snapshot } from '../api/snapshot.ts';
import { SnapshotStream } from './snapshot-stream.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

function createStream() {
  const seen = { looks: 0, hasNews: false, turns: [] as boolean[] };
  const stream = new SnapshotStream({
    now: Date.now,
    observe: () => {
      seen.looks += 1;
      seen.hasNews = false;
      return { atMs: Date.now() } as Snapshot;
    },
    hasNews: () => seen.hasNews,
    onWatched: (isWatched) => void seen.turns.push(isWatched),
  });
  const looksWithin = (ms: number): number => {
    const before = seen.looks;
    vi.advanceTimersByTime(ms);
    return seen.looks - before;
  };
  return { stream, seen, looksWithin };
}

it('looks ten times less often while no page is open, and at once where there is news', () => {
  const { stream, seen, looksWithin } = createStream();
  expect(looksWithin(1000)).toBe(1);
  expect(looksWithin(60_000)).toBe(6);
  seen.hasNews = true;
  expect(looksWithin(1000)).toBe(1);
  expect(looksWithin(9000)).toBe(0);
  expect(seen.turns).toEqual([]);
  stream.close();
});

it('looks each second from the opening of a page on, until it has been away for a while', async () => {
  const { stream, seen, looksWithin } = createStream();
  const app = Fastify();
  app.get('/', (_request, reply) => stream.open(reply));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  looksWithin(5000);
  const leaving = new AbortController();
  const { body } = await fetch(url, { signal: leaving.signal });
  const first = await body!.pipeThrough(new TextDecoderStream()).getReader().read();
  // Not the one of some seconds ago.
  expect(first.value).toContain(`"atMs":${Date.now()}`);
  expect(looksWithin(5000)).toBe(5);
  expect(seen.turns).toEqual([true]);
  leaving.abort();
  while (stream.unwatchedSinceMs === undefined) await setImmediate();
  expect(looksWithin(9000)).toBe(9);
  expect(seen.turns).toEqual([true]);
  looksWithin(1000);
  expect(seen.turns).toEqual([true, false]);
  expect(looksWithin(20_000)).toBe(2);
  stream.close();
  await app.close();
});
