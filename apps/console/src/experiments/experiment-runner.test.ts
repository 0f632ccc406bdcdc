import { describe, expect, it } from 'vitest';
import type { Figures } from '../api/map.ts';
import { ExperimentRunner } from './experiment-runner.ts';
import type { Levers } from './levers.ts';
import { recipes } from './recipes.ts';

const calm: Figures = { callsPerSecond: 40, errorRatio: 0, p50Ms: 5, p99Ms: 20 };

function createRunner(options: { trouble?: Figures; levers?: Partial<Levers> } = {}) {
  const deeds: string[] = [];
  const levers: Levers = {
    candidates: () => [
      ...['inventory#1', 'inventory#2', 'inventory#3', 'orders#1', 'orders#2'].map((id) => ({
        ...{ id, service: id.split('#')[0]!, isServing: true, takesFaults: true },
      })),
    ],
    hasPlatform: () => true,
    act: async (replica, action) => void deeds.push(`${action} ${replica}`),
    scale: async (service, replicas) => void deeds.push(`scale ${service} ${replicas}`),
    setFault: async (replicas, { toggle }) => void deeds.push(`${toggle} ${replicas.join()}`),
    clearFaults: async (replicas) => void deeds.push(`clear ${replicas.join()}`),
    ...options.levers,
  };
  let looks = 0;
  const runner = new ExperimentRunner({
    ...{ recipes, levers, now: Date.now, pace: 0.0005 },
    startLoad: () => {
      deeds.push('load');
      return () => void deeds.push('no load');
    },
    // Before, trouble, after.
    figures: () => (looks++ === 1 ? (options.trouble ?? calm) : calm),
    onEvent: () => undefined,
  });
  const untilOver = async () => {
    await expect.poll(() => runner.current?.phase).toMatch(/^(done|failed|stopped)$/);
    return runner.current!;
  };
  return { runner, deeds, untilOver };
}

describe('an experiment', () => {
  it.each([
    ['lose-one-inventory', ['kill inventory#3']],
    ['freeze-one-inventory', ['pause inventory#3', 'resume inventory#3']],
    ['slow-inventory', ['latency inventory#3', 'clear inventory#3']],
    ['failing-inventory', ['abort inventory#3', 'clear inventory#3']],
    ['blocked-orders', ['eventLoopBlock orders#2', 'clear orders#2']],
    ['lose-all-inventory', ['scale inventory 0', 'scale inventory 3']],
    [
      'roll-everything',
      ['inventory#1', 'inventory#2', 'inventory#3', 'orders#1', 'orders#2'].map(
        (id) => `restart ${id}`,
      ),
    ],
  ])('%s does what it says under load, and takes it back', async (id, expected) => {
    const { runner, deeds, untilOver } = createRunner();
    expect(runner.start(id).phase).toBe('before');
    const run = await untilOver();
    expect(run).toMatchObject({ phase: 'done', verdict: 'as-expected' });
    expect(run.steps.map(({ state }) => state)).not.toContain('due');
    expect(deeds).toEqual(['load', ...expected, 'no load']);
  });

  it('tests every recipe', () => {
    const { runner } = createRunner();
    expect(runner.list().map(({ id }) => id)).toHaveLength(7);
  });

  it('did not come as expected where more requests failed', async () => {
    const { runner, untilOver } = createRunner({ trouble: { ...calm, errorRatio: 0.1 } });
    runner.start('lose-one-inventory');
    const run = await untilOver();
    expect(run.verdict).toBe('not-as-expected');
    expect(run.findings[0]).toContain('10 % of requests failed during the trouble');
  });

  it('judges nothing where there was hardly a request', async () => {
    const trouble = { callsPerSecond: 0, errorRatio: 0, p50Ms: null, p99Ms: null };
    const { runner, untilOver } = createRunner({ trouble });
    runner.start('lose-one-inventory');
    expect((await untilOver()).verdict).toBe('not-as-expected');
  });

  it('takes back what it did when it is stopped', async () => {
    const stopped = Promise.withResolvers<void>();
    const deeds: string[] = [];
    const { runner } = createRunner({
      levers: {
        act: async (_replica, action) => {
          deeds.push(action);
          if (action === 'pause') stopped.resolve();
        },
      },
    });
    runner.start('freeze-one-inventory');
    await stopped.promise;
    await runner.stop();
    expect(deeds).toEqual(['pause', 'resume']);
    expect(runner.current).toMatchObject({ phase: 'stopped', verdict: null });
  });

  it('fails in the words of whoever refused, and takes back what it can', async () => {
    const { runner, deeds, untilOver } = createRunner({
      levers: { setFault: () => Promise.reject(new Error('inventory#3: away')) },
    });
    runner.start('slow-inventory');
    expect(await untilOver()).toMatchObject({ phase: 'failed', findings: ['inventory#3: away'] });
    expect(deeds).toContain('clear inventory#3');
  });

  it('is one at a time, of those that there are and that can be done', () => {
    const { runner } = createRunner({ levers: { hasPlatform: () => false } });
    expect(() => runner.start('lose-one-inventory')).toThrow(
      'no platform starts and ends replicas',
    );
    expect(() => runner.start('nothing')).toThrow('there is no experiment "nothing"');
    runner.start('slow-inventory');
    expect(() => runner.start('slow-inventory')).toThrow('that one runs');
    expect(runner.list().find(({ id }) => id === 'lose-one-inventory')?.unavailable).toContain(
      'no platform',
    );
  });
});
