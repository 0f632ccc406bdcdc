import { ballastPolicy } from '../src/ballast/ballast.ts';
import { PickRun } from './run-picks.ts';

/** A run of `ballast` whose endpoints, `host-0` and so on, are past their slow start. */
export function warmRun(count: number, seed = 1, json: unknown = {}) {
  const names = Array.from({ length: count }, (_, i) => `host-${i}`);
  const run = new PickRun(ballastPolicy, json, { seed, names });
  run.clock.nowMs = 60_000;
  return run;
}
