// Whether a server that refuses does what it should: under load beyond its capacity, after a step
// in capacity, and at what cost.
import { simulateConvergence } from './admission/convergence.ts';
import { measureOverload } from './admission/overload.ts';
import { drawLimit } from './admission/plot-limit.ts';
import { drawOverload } from './admission/plot-overload.ts';
import { measureRefusals } from './admission/refusal-cost.ts';
import type { Benchmark } from './table.ts';

export const admission: Benchmark = {
  name: 'admission',
  title: 'overload with and without admission, and where the limit goes after a step',
  async run(progress, options = {}) {
    const waiting = await measureOverload(
      'waiting',
      'Overload of 4 workers that wait for 10 ms',
      options,
      progress,
    );
    const computing = await measureOverload(
      'computing',
      'Overload of a process that computes for 5 ms a call',
      options,
      progress,
    );
    const tables = [
      waiting,
      computing,
      await measureRefusals(progress),
      simulateConvergence(progress),
    ];
    await drawOverload(waiting, computing);
    await drawLimit();
    return tables;
  },
};
