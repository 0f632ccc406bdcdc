import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectKubectl } from '@ballast/tool-cluster';
import { findClusterAbilities } from './cluster/find-abilities.ts';
import type { Command, Target } from './command.ts';
import type { Ability } from './platform/platform.ts';
import { abilitiesOf } from './platform/start-platform.ts';
import { divideByNeeds, findScenarios } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { hasPrometheus } from './telemetry/prometheus.ts';

const root = join(import.meta.dirname, '../../..');
const project = join(import.meta.dirname, '..');

type Run = Extract<Command, { kind: 'run' }>;

/** Runs what is asked for, as often as asked; resolves to the exit code of the worst run. */
export async function runSuites(asked: Run): Promise<number> {
  const { target, only, repeat } = asked;
  const found = findScenarios(scenarios, only);
  const abilities = await findAbilities(asked);
  const { applicable, inapplicable } = divideByNeeds(found, abilities);
  for (const { name, needs } of inapplicable) {
    console.log(`not applicable on ${target}: ${name} (needs ${needs.join(', ')})`);
  }
  const wantsCrashPoints = isCrashPoints(only);
  if (wantsCrashPoints && target !== 'local') {
    console.log(`not applicable on ${target}: crash points (needs processes)`);
  }
  const files = [
    ...(applicable.length > 0 ? [suiteOf(target)] : []),
    ...(target === 'local' && isPartOf('tracing', only) ? ['suites/tracing.suite.ts'] : []),
    ...(target === 'local' && isPartOf('prometheus', only) ? findPrometheusSuite() : []),
    ...(wantsCrashPoints && target === 'local' ? ['suites/crash-points.suite.ts'] : []),
  ];
  if (files.length === 0) {
    console.error(
      `npm run e2e: no scenario of --target=${target} has ${JSON.stringify(only)} in its name`,
    );
    return 64;
  }
  let worst = 0;
  for (let run = 1; run <= repeat; run += 1) {
    if (repeat > 1) console.log(`\nrun ${run} of ${repeat}`);
    worst = Math.max(worst, await runVitest(files, { asked, abilities, run }));
  }
  return worst;
}

const suiteOf = (target: Target) =>
  target === 'cluster' ? 'suites/cluster.suite.ts' : 'suites/scenarios.suite.ts';

/** @throws ClusterError where there is no cluster that could tell */
async function findAbilities({ target, namespace, mesh }: Run): Promise<readonly Ability[]> {
  if (target !== 'cluster') return abilitiesOf(target);
  return findClusterAbilities(await connectKubectl(namespace), mesh);
}

function isPartOf(name: string, only: string | undefined): boolean {
  return name.includes(only?.toLowerCase() ?? '');
}

/** The platform scraped by a real one. */
function findPrometheusSuite(): string[] {
  if (hasPrometheus()) return ['suites/prometheus.suite.ts'];
  console.log('passed over: a real Prometheus scrapes the platform (no prometheus on the PATH)');
  return [];
}

/** The crash points are wanted without `--only`, by a part of their title, or by title and point. */
function isCrashPoints(only: string | undefined): boolean {
  const part = only?.toLowerCase() ?? '';
  return 'crash points'.includes(part) || part.startsWith('crash points');
}

const nameOf = ({ target, mesh }: Run) => (mesh === undefined ? target : `mesh-${mesh}`);

async function runVitest(
  files: readonly string[],
  { asked, abilities, run }: { asked: Run; abilities: readonly Ability[]; run: number },
): Promise<number> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...files], {
    cwd: project,
    stdio: 'inherit',
    env: {
      ...process.env,
      E2E_TARGET: asked.target,
      E2E_ONLY: asked.only ?? '',
      E2E_PROFILE: asked.profile,
      E2E_RATE: String(asked.ratePerSecond),
      E2E_RETRIES: String(asked.retries),
      E2E_NAMESPACE: asked.namespace,
      E2E_MESH: asked.mesh ?? '',
      E2E_ABILITIES: abilities.join(','),
      E2E_ROWS: join(root, 'dist/e2e/cluster-rows.jsonl'),
      E2E_RESULTS: `e2e-${nameOf(asked)}${run === 1 ? '' : `-${run}`}.json`,
    },
  });
  // Whoever ends this program means what it runs; Ctrl-C reaches that by itself.
  const end = () => child.kill('SIGTERM');
  process.on('SIGTERM', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGTERM', end);
  return code ?? 1;
}
