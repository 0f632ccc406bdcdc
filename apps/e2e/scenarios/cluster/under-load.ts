import {
  countFailures,
  describeSteadyLoad,
  startSteadyLoad,
  type SteadyReport,
} from '../../src/load/start-steady-load.ts';
import type { World } from '../../src/world.ts';
import { ratePerSecond } from './the-cluster.ts';

/** Orders and reads at a steady rate for as long as `during` takes, and tells how that went. */
export async function underLoad(
  world: World,
  what: string,
  during: () => Promise<void>,
): Promise<SteadyReport> {
  const { shop, stockUp, newId, note, record } = world;
  const items = [{ sku: await stockUp(1_000_000), quantity: 1 }];
  const customerId = newId('under-load');
  await using load = startSteadyLoad({ shop, customerId, items, ratePerSecond });
  await load.untilSent(ratePerSecond);
  const beginMs = performance.now();
  await during();
  const tookS = ((performance.now() - beginMs) / 1000).toFixed(0);
  await load.untilSent(load.report().requests + ratePerSecond);
  const report = await load.stop();
  note(`${what}: ${describeSteadyLoad(report)}`);
  record('outages', [
    ...[what, `${tookS} s`, String(report.requests), String(countFailures(report))],
    ...[`${report.p99Ms} ms`, `${report.worstMs} ms`],
  ]);
  return report;
}
