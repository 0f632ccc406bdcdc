import { expect, test } from 'vitest';
import { PacedWork } from './paced-work.ts';

const busy = (ms: number) => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

test('what fits into a turn is done at once', () => {
  const work = new PacedWork();
  let done = 0;
  for (let i = 0; i < 100; i += 1) work.add(() => (done += 1));
  work.run();
  expect(done).toBe(100);
});

test('what does not fit is done in the turns after, all of it and in order', async () => {
  const work = new PacedWork(5);
  const done: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    work.add(() => {
      busy(1);
      done.push(i);
    });
  }
  work.run();
  const atFirst = done.length;
  expect(atFirst).toBeLessThan(20);
  work.add(() => done.push(40));
  work.run();
  expect(done.length).toBe(atFirst);
  while (done.length < 41) await nextTurn();
  expect(done).toEqual(Array.from({ length: 41 }, (_, i) => i));
});

test('cleared work is not done', async () => {
  const work = new PacedWork(0);
  let done = 0;
  for (let i = 0; i < 100; i += 1) work.add(() => (done += 1));
  work.run();
  const atFirst = done;
  work.clear();
  await nextTurn();
  expect(done).toBe(atFirst);
});
