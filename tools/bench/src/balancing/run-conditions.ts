import type { ClientReport } from './client.ts';
import {
  CALLS_PER_SECOND,
  type ComparedPolicy,
  comparedPolicies,
  type Condition,
  JOIN_AFTER_MS,
  REPLICAS,
} from './conditions.ts';
import { type Fleet, runClient } from './fleet.ts';
import { type FleetRun, p99 } from './tables.ts';

export interface RoundOptions {
  readonly conditions: readonly Condition[];
  readonly rounds: number;
  /** How long each load lasts. */
  readonly durationMs: number;
  readonly progress: (line: string) => void;
}

/** Each condition with each of its policies, one after the other, and all of that so many times. */
export async function runConditions(
  fleet: Fleet,
  { conditions, rounds, durationMs, progress }: RoundOptions,
): Promise<FleetRun[]> {
  const runs: FleetRun[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const condition of conditions) {
      for (const policy of comparedPolicies) {
        if (!condition.policies.includes(policy.name)) continue;
        const report = await runOnce(fleet, condition, policy, durationMs, round);
        const run = { round, condition, policy, report };
        runs.push(run);
        progress(
          `round ${round}, ${condition.title}, ${policy.name}: p99 ${p99(run).toFixed(1)} ms, ` +
            `${report.failed} of ${report.calls} failed`,
        );
      }
    }
  }
  return runs;
}

export async function runOnce(
  fleet: Fleet,
  { usual, odd, joins }: Condition,
  { config, isOurs }: ComparedPolicy,
  durationMs: number,
  seed: number,
): Promise<ClientReport> {
  await fleet.behave(() => usual);
  const run = {
    ...{ policy: config, isOurs, ports: fleet.ports, seed },
    joinAfterMs: joins ? JOIN_AFTER_MS : null,
    callsPerSecond: CALLS_PER_SECOND,
    durationMs,
  };
  return await runClient(run, () =>
    fleet.behave((index) => (index === REPLICAS - 1 ? odd : usual)),
  );
}
