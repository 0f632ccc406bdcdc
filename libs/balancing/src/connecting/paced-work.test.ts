import { expect, test } from 'vitest';
import { PacedWork } from './paced-work.ts';

const busy = (ms: number) => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
};
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** So many steps of so many milliseconds each. */
function countedWork(steps: number, stepMs: number, budgetMs = 5) {
  const work = {
    left: steps,
    turns: 0,
    paced: new PacedWork({
      step: () => {
        if (work.left === 0) return false;
        work.left -= 1;
        busy(stepMs);
        return true;
      },
      turnEnds: () => void (work.turns += 1),
      budgetMs,
    }),
  };
  return work;
}

test('what fits into a turn is done at once', () => {
  const work = countedWork(100, 0, 1_000);
  work.paced.run();
  expect(work.left).toBe(0);
  expect(work.paced.isUnderWay).toBe(false);
});

test('what does not fit is done in the turns after', async () => {
  const work = countedWork(40, 1);
  work.paced.run();
  expect(work.left).toBeGreaterThan(20);
  expect(work.paced.isUnderWay).toBe(true);
  const leftAtFirst = work.left;
  work.paced.run();
  expect(work.left).toBe(leftAtFirst);
  while (work.paced.isUnderWay) await nextTurn();
  expect(work.left).toBe(0);
  expect(work.turns).toBeGreaterThan(3);
});

test('work that comes while other work is under way is done with it', async () => {
  const work = countedWork(40, 1);
  work.paced.run();
  work.left += 1;
  work.paced.run();
  while (work.paced.isUnderWay) await nextTurn();
  expect(work.left).toBe(0);
});

test('work that is stopped is not done', async () => {
  const work = countedWork(100, 0, -1);
  work.paced.run();
  const { left } = work;
  work.paced.stop();
  await nextTurn();
  expect(work.left).toBe(left);
});
