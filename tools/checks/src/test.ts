// `npm test [-- suite…] [--full] [--cluster]`: runs the suites, goes on after a failure, and ends with one line
// that sums them. Exit status 1 where anything failed.
import { parseArgs } from 'node:util';
import { type Outcome, runSuite } from './run-suite.ts';
import { clusterStages, type Lane, stages as everywhere } from './suites.ts';
import { clearTestResults } from './test-results.ts';

const { positionals: wanted, values } = parseCommand();
const stages = values.cluster ? [...everywhere, ...clusterStages] : everywhere;
const names = stages.flat(2).map(({ name }) => name);
const help = `npm test [-- suite…] [--full] [--cluster]   all suites, or some of: ${names.join(', ')}
  --full   with what takes minutes: every crash point, and the tests named *.slow.test.ts
  --cluster  and the end-to-end suite on the cluster of KUBECONFIG: e2e-cluster, e2e-mesh`;

if (values.help) {
  console.log(help);
  process.exit(0);
}
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  refuse(`no suite is called ${unknown}; there are ${names.join(', ')}`);
}
// Read by vitest.config.ts and by the crash points of apps/e2e.
process.env['BALLAST_TESTS'] = values.full ? 'full' : 'everyday';

await clearTestResults();
const outcomes: Outcome[] = [];
for (const lanes of stages) {
  const isAlone = lanes.filter((lane) => choose(lane).length > 0).length === 1;
  await Promise.all(lanes.map((lane) => runLane(choose(lane), isAlone)));
}

const failedIn = outcomes.filter(({ failed }) => failed > 0).map(({ name }) => name);
if (failedIn.length > 0) console.log(`failed in: ${failedIn.join(', ')}`);
const passedOver = outcomes.filter(({ isPassedOver }) => isPassedOver).map(({ name }) => name);
if (passedOver.length > 0) console.log(`passed over, not checked: ${passedOver.join(', ')}`);
const sum = (field: 'passed' | 'failed') =>
  outcomes.reduce((total, outcome) => total + outcome[field], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = failedIn.length > 0 ? 1 : 0;

function choose(lane: Lane): Lane {
  return lane.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

async function runLane(lane: Lane, isAlone: boolean): Promise<void> {
  for (const suite of lane) {
    const outcome = await runSuite(suite, isAlone ? 'at once' : 'at the end');
    outcomes.push(outcome);
    const { name, passed, failed, isPassedOver, seconds } = outcome;
    const found = isPassedOver ? 'passed over, not checked' : `${passed} passed, ${failed} failed`;
    console.log(`\n${name}: ${found}, ${seconds.toFixed(1)} s\n`);
  }
}

function parseCommand() {
  try {
    return parseArgs({
      args: process.argv.slice(2).filter((argument) => argument !== '--'),
      allowPositionals: true,
      options: {
        full: { type: 'boolean', default: false },
        cluster: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function refuse(reason: string): never {
  console.error(`npm test: ${reason}`);
  process.exit(64);
}
