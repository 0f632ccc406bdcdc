import { silentLogger } from '@ballast/logging';
import { expect, test, vi } from 'vitest';
import { startKeySweeper } from './key-sweeper.ts';

test('keys are forgotten about once a minute, batch by batch, and a failure ends nothing', async () => {
  vi.useFakeTimers();
  const answers = [1000, 1000, 3];
  const times: number[] = [];
  const begin = Date.now();
  const forgetKeys = async (): Promise<number> => {
    times.push(Date.now() - begin);
    if (times.length === 4) throw new Error('away');
    return answers.shift() ?? 0;
  };
  const sweeper = startKeySweeper({ store: { forgetKeys }, logger: silentLogger });
  await vi.advanceTimersByTimeAsync(76_000);
  expect(times).toHaveLength(3);
  expect(times[0]).toBeGreaterThanOrEqual(45_000);
  await vi.advanceTimersByTimeAsync(150_000);
  expect(times.length).toBeGreaterThanOrEqual(5);
  vi.useRealTimers();
  await sweeper.stop();
});
