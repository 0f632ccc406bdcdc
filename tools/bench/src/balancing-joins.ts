// A replica that comes while calls are under way: when it is called first, and how often then.
import { CALLS_PER_SECOND, JOIN_AFTER_MS, joining, REPLICAS } from './balancing/conditions.ts';
import { Fleet } from './balancing/fleet.ts';
import { runConditions } from './balancing/run-conditions.ts';
import { newcomerTable } from './balancing/tables.ts';
import type { Benchmark } from './table.ts';

export const balancingJoins: Benchmark = {
  name: 'balancing-joins',
  title: 'load-balancing policies with a real replica that joins',
  async run(progress, { rounds = 10, seconds = 12 } = {}) {
    using fleet = await Fleet.start(REPLICAS);
    const durationMs = seconds * 1_000;
    const runs = await runConditions(fleet, {
      conditions: [joining],
      rounds,
      durationMs,
      progress,
    });
    return [newcomerTable(runs, CALLS_PER_SECOND, durationMs - JOIN_AFTER_MS)];
  },
};
