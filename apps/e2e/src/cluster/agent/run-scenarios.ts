import { inspect } from 'node:util';
import { openBooks } from '../../audit/open-books.ts';
import { chooseCases } from '../choose-cases.ts';
import { connectApi } from '../kubernetes-api.ts';
import { createCluster } from '../cluster.ts';
import { joinPlatform, untilWhole } from '../in-cluster-platform.ts';
import { meshModes } from '../mesh/mesh-mode.ts';
import type { Ability } from '../../platform/platform.ts';
import { divideByNeeds, type Scenario } from '../../scenario.ts';
import { scenarios } from '../../scenarios.ts';
import { createWorld } from '../../world.ts';
import { auditCase, formatReport, type Report } from './reports.ts';

let hasFailed = false;

function report(one: Report): void {
  if (one.kind === 'case' || one.kind === 'end') hasFailed ||= one.error !== undefined;
  process.stdout.write(`${formatReport(one)}\n`);
}

/** What can be shown with an operator's rights in the namespace alone. */
const ordinary: readonly Ability[] = ['processes', 'cluster', 'own discovery'];

/**
 * Runs the scenarios that E2E_SCENARIOS names, one a line, by default all ordinary ones, and reports
 * each case. Then it stays, so that what it has said can be read, until it is deleted; or ends, where
 * E2E_WHEN_OVER is `exit`, with 1 where a case has failed.
 */
export async function runScenarios(environment: NodeJS.ProcessEnv): Promise<void> {
  const names = environment['E2E_SCENARIOS']?.split('\n');
  const isFull = environment['E2E_PROFILE'] === 'full';
  const retries = Number(environment['E2E_RETRIES'] ?? '0');
  try {
    await using resources = new AsyncDisposableStack();
    const mesh = meshModes.find((one) => one === environment['E2E_MESH']) ?? 'none';
    const cluster = createCluster(connectApi(environment), environment['NAMESPACE'] ?? '', mesh);
    const platform = resources.use(await joinPlatform(cluster));
    const world = resources.use(
      createWorld(platform, {
        note: (fact) => report({ kind: 'note', fact }),
        record: (table, row) => report({ kind: 'row', table, row }),
      }),
    );
    const books = resources.use(openBooks(platform.databaseUrl));
    report({ kind: 'ready' });
    const chosen =
      names === undefined
        ? divideByNeeds(scenarios, ordinary).applicable
        : scenarios.filter(({ name }) => names.includes(name));
    for (const scenario of chosen) {
      for (const { name, run } of chooseCases(scenario, isFull)) {
        await reportCase(scenario, name, () => persevere(name, retries, () => run(world)));
      }
      await reportCase(scenario, auditCase, async () => {
        await untilWhole(cluster);
        await books.audit();
      });
    }
    await resources.disposeAsync();
    report({ kind: 'end' });
  } catch (error) {
    report({ kind: 'end', error: inspect(error) });
  }
  if (environment['E2E_WHEN_OVER'] === 'exit') process.exit(hasFailed ? 1 : 0);
  setInterval(() => undefined, 60_000);
}

/** Runs a case again, as often as it may, where it fails; the first failures are told. */
async function persevere(name: string, retries: number, run: () => Promise<void>): Promise<void> {
  for (let left = retries; left > 0; left -= 1) {
    try {
      return await run();
    } catch (error) {
      report({ kind: 'note', fact: `${name}: failed, and is tried again: ${String(error)}` });
    }
  }
  await run();
}

async function reportCase(scenario: Scenario, name: string, run: () => Promise<void>) {
  const beginMs = performance.now();
  const failure = await run().then(
    () => ({}),
    (error: unknown) => ({ error: inspect(error, { depth: 4 }).slice(0, 8000) }),
  );
  const tookMs = Math.round(performance.now() - beginMs);
  report({ kind: 'case', scenario: scenario.name, name, tookMs, ...failure });
}
