// The suites behind `npm test`, in the order in which a mistake is cheapest to find.

export interface Suite {
  readonly name: string;
  /** Program and arguments, run from the root of the repository. */
  readonly command: readonly string[];
  /** True where the program leaves its counts in dist/test-results; otherwise it counts as one. */
  readonly counted: boolean;
}

/** Suites that follow one another. */
export type Lane = readonly Suite[];

/** Lanes that run side by side. */
export type Stage = readonly Lane[];

const nx = (...targets: string[]) => ['nx', 'run-many', '-t', ...targets, '--nxBail=false'];
const e2e = (target: string) => ['node', 'apps/e2e/src/main.ts', `--target=${target}`];

const lint = { name: 'lint', command: ['node', 'tools/checks/src/lint.ts'], counted: false };
const types = { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], counted: false };
const pages = { name: 'pages', command: ['tsc', '-p', 'apps/console/web'], counted: false };
const contracts = {
  name: 'contracts',
  command: ['node', 'tools/generators/src/check-contracts.ts'],
  counted: false,
};
const manifests = {
  name: 'manifests',
  command: ['node', 'tools/k8s-check/src/main.ts'],
  counted: false,
};
const unit = { name: 'unit', command: nx('test'), counted: true };
const e2eProcess = { name: 'e2e-process', command: e2e('process'), counted: true };
const e2eLocal = { name: 'e2e-local', command: e2e('local'), counted: true };
const browser = {
  name: 'browser',
  command: ['vitest', 'run', '--root', 'apps/console/browser'],
  counted: true,
};

const e2eCluster = {
  name: 'e2e-cluster',
  command: ['node', 'tools/checks/src/run-cluster.ts'],
  counted: true,
};

/** What runs only where it is asked for: it needs a cluster that KUBECONFIG points at. */
export const clusterStages: readonly Stage[] = [[[e2eCluster]]];

/** The linter keeps one core busy; what stands beside it keeps the other. At most one lane counts. */
export const stages: readonly Stage[] = [
  [[lint], [types, pages, contracts, manifests, e2eProcess]],
  [[unit]],
  [[e2eLocal]],
  [[browser]],
];
