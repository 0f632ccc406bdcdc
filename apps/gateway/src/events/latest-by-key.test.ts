import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLatestByKey } from './latest-by-key.ts';

/** An outlet that takes `room` texts and then waits to be emptied. */
function createOutlet(room: number) {
  const sent: string[] = [];
  const closed = new AbortController();
  let left = room;
  let resume: (() => void) | undefined;
  return {
    sent,
    close: () => {
      closed.abort();
      resume?.();
    },
    empty: async () => {
      left = room;
      resume?.();
      resume = undefined;
      // The flush follows in a microtask of its own.
      await Promise.resolve();
      await Promise.resolve();
    },
    isWaiting: () => resume !== undefined,
    outlet: {
      closed: closed.signal,
      send: (text: string) => {
        if (closed.signal.aborted) return false;
        sent.push(text);
        left -= 1;
        return left > 0;
      },
      drained: () => new Promise<void>((resolve) => void (resume = resolve)),
    },
  };
}

const pushes = fc.array(
  fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), empty: fc.boolean() }),
);

test('whoever reads slowly is told the latest of each key, nothing twice, nothing out of order', async () => {
  await fc.assert(
    fc.asyncProperty(pushes, fc.integer({ min: 1, max: 3 }), async (steps, room) => {
      const { sent, outlet, empty, isWaiting } = createOutlet(room);
      const latest = createLatestByKey(outlet);
      const newest = new Map<string, string>();
      for (const [index, step] of steps.entries()) {
        newest.set(step.key, `${step.key}${index}`);
        latest.push(step.key, `${step.key}${index}`);
        if (step.empty) await empty();
      }
      while (isWaiting()) await empty();
      const order = sent.map((text) => Number(text.slice(1)));
      expect(order).toEqual([...new Set(order)].toSorted((left, right) => left - right));
      expect(sent).toEqual(expect.arrayContaining([...newest.values()]));
    }),
  );
});

test('what waits for a browser that reads nothing is one text for each key', () => {
  const { sent, outlet, empty } = createOutlet(1);
  const latest = createLatestByKey(outlet);
  for (let index = 0; index < 1000; index += 1) latest.push(`key${index % 3}`, `text ${index}`);
  expect(sent).toEqual(['text 0']);
  return empty()
    .then(empty)
    .then(empty)
    .then(() => expect(sent).toEqual(['text 0', 'text 997', 'text 998', 'text 999']));
});

test('nothing is kept for a browser that has left', async () => {
  const { sent, outlet, close } = createOutlet(1);
  const latest = createLatestByKey(outlet);
  latest.push('a', 'one');
  latest.push('a', 'two');
  close();
  await Promise.resolve();
  latest.push('a', 'three');
  expect(sent).toEqual(['one']);
});
