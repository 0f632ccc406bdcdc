import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { waitUntil } from './index.ts';

test('resolves at once when the condition holds', async () => {
  await waitUntil(() => true, { what: 'it is so' });
});

test('looks again after each event and lets go of the emitter', async () => {
  const emitter = new EventEmitter();
  let count = 0;
  const waiting = waitUntil(() => count === 2, {
    what: 'two came',
    on: { emitter, event: 'one' },
  });
  count = 1;
  emitter.emit('one');
  count = 2;
  emitter.emit('one');
  await waiting;
  expect(emitter.listenerCount('one')).toBe(0);
});

test('looks by itself where there is no event', async () => {
  let looks = 0;
  await waitUntil(() => ++looks === 3, { what: 'it was looked at thrice' });
  expect(looks).toBe(3);
});

test('gives up and says on what', async () => {
  const waiting = waitUntil(() => false, { what: 'pigs fly', timeoutMs: 10 });
  await expect(waiting).rejects.toThrow('gave up waiting until pigs fly, after 10 ms');
});

test('passes on what the condition throws', async () => {
  const waiting = waitUntil(
    () => {
      throw new TypeError('no such thing');
    },
    { what: 'it is so' },
  );
  await expect(waiting).rejects.toThrow('no such thing');
});
