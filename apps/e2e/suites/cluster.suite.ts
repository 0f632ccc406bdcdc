// The scenarios on a cluster. They run in there (src/cluster/agent); here each case waits for its report.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectKubectl } from '@ballast/tool-cluster';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { auditCase, type CaseReport } from '../src/cluster/agent/reports.ts';
import { chooseCases } from '../src/cluster/choose-cases.ts';
import { meshModes } from '../src/cluster/mesh/mesh-mode.ts';
import { keepLine } from '../src/cluster/mesh/run-log.ts';
import { followAgent, type AgentReports } from '../src/cluster/follow-agent.ts';
import type { ResultsTable } from '../src/cluster/results-tables.ts';
import { removeAgent, startAgent } from '../src/cluster/start-agent.ts';
import type { Ability } from '../src/platform/platform.ts';
import { divideByNeeds, findScenarios } from '../src/scenario.ts';
import { scenarios } from '../src/scenarios.ts';

const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error('run the suites by `npm run e2e -- --target=cluster`');
  return value;
};

/** Undefined where nothing is to be compared. */
const mesh = meshModes.find((one) => one === environment('E2E_MESH'));
const profile = environment('E2E_PROFILE');
const abilities = environment('E2E_ABILITIES').split(',') as Ability[];
const found = findScenarios(scenarios, environment('E2E_ONLY'));
const { applicable } = divideByNeeds(found, abilities);
const chosen = applicable
  .map((scenario) => ({ ...scenario, cases: chooseCases(scenario, profile === 'full') }))
  .filter(({ cases }) => cases.length > 0);

/** The longest case rolls every Deployment three times. */
const caseMs = 900_000;
const startMs = 300_000;

const resources = new AsyncDisposableStack();
let reports: AgentReports;

beforeAll(async () => {
  const kubectl = await connectKubectl(environment('E2E_NAMESPACE'));
  resources.defer(() => removeAgent(kubectl));
  const root = join(import.meta.dirname, '../../..');
  await startAgent({
    root,
    kubectl,
    scenarios: chosen.map(({ name }) => name),
    profile,
    rate: environment('E2E_RATE'),
    retries: environment('E2E_RETRIES'),
    mesh: mesh ?? 'none',
  });
  reports = resources.use(followAgent(kubectl));
  const first = await reports.next(startMs);
  if (first.kind === 'end') throw new Error(`the platform cannot be joined: ${first.error}`);
}, startMs);

afterAll(() => resources.disposeAsync());

describe('on target cluster', () => {
  describe.each(chosen)('$name', ({ name: scenario, cases }) => {
    const names = [...cases.map(({ name }) => name), auditCase];
    test.each(names)('%s', { timeout: caseMs }, async (name) => {
      const report = await untilReported(scenario, name);
      if (report.error !== undefined) throw new Error(report.error);
    });
  });
});

/** Cases run there in the order in which they stand here. */
async function untilReported(scenario: string, name: string): Promise<CaseReport> {
  for (;;) {
    const report = await reports.next(caseMs);
    switch (report.kind) {
      case 'case':
        keepCase(report);
        if (report.scenario === scenario && report.name === name) return report;
        break;
      case 'note':
        console.log(`    measured: ${report.fact}`);
        break;
      case 'row':
        keepRow(report.table, report.row);
        break;
      case 'end':
        throw new Error(`the suite ended in the cluster before this case: ${report.error}`);
      case 'ready':
        break;
      default:
        report satisfies never;
    }
  }
}

/** For `src/cluster/mesh/write-results.ts`. */
function keepCase({ scenario, name, error }: CaseReport): void {
  if (mesh === undefined) return;
  keepLine(mesh, { kind: 'case', scenario, name, passed: error === undefined });
}

/** For `src/cluster/write-results.ts`, or that of meshes. */
function keepRow(table: ResultsTable, row: readonly string[]): void {
  if (mesh !== undefined) {
    keepLine(mesh, { kind: 'row', table, row });
    return;
  }
  const file = environment('E2E_ROWS');
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify({ table, row })}\n`);
}
