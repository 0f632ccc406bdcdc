// Kills a service before and after each of its steps; see ../README.md, "Crash points".
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planRun } from '../src/crash-points/plan-run.ts';

// Points are found before tests are named, so that each has a test of its own.
const only = process.env['E2E_ONLY']?.replace(/^crash points ?/, '') ?? '';
// All of them take a minute: `npm test` takes one in five, unless it is asked for the full run.
const plan = await planRun(only, process.env['BALLAST_TESTS'] === 'everyday' ? 5 : 1);

let running: Promise<void>;
beforeAll(() => {
  running = plan.run();
});

afterAll(async () => {
  await running;
  await plan[Symbol.asyncDispose]();
});

describe('crash points', () => {
  test.each(plan.points)('$name', async ({ result }) => {
    await expect(result).resolves.toBeUndefined();
  });
});
