// The suites behind `npm test`, in the order in which a mistake is cheapest to find.

export interface Suite {
  readonly name: string;
  /** Program and arguments, run from the root of the repository. */
  readonly command: readonly string[];
  /** Which files in dist/test-results are its counts; where there are none, it counts as one. */
  readonly counted: RegExp | undefined;
}

/** Suites that follow one another. */
export type Lane = readonly Suite[];

/** Lanes that run side by side. */
export type Stage = readonly Lane[];

const nx = (...targets: string[]) => ['nx', 'run-many', '-t', ...targets, '--nxBail=false'];
const e2e = (target: string) => ['node', 'apps/e2e/src/main.ts', `--target=${target}`];

const lint = { name: 'lint', command: ['node', 'tools/checks/src/lint.ts'], counted: undefined };
const types = { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], counted: undefined };
const pages = { name: 'pages', command: ['tsc', '-p', 'apps/console/web'], counted: undefined };
const contracts = {
  name: 'contracts',
  command: ['node', 'tools/generators/src/check-contracts.ts'],
  counted: undefined,
};
const manifests = {
  name: 'manifests',
  command: ['node', 'tools/k8s-check/src/main.ts'],
  counted: undefined,
};
const unit = { name: 'unit', command: nx('test'), counted: /^(?!e2e-|browser)/ };
const e2eProcess = { name: 'e2e-process', command: e2e('process'), counted: /^e2e-process/ };
const e2eLocal = { name: 'e2e-local', command: e2e('local'), counted: /^e2e-local/ };
const browser = {
  name: 'browser',
  command: ['vitest', 'run', '--root', 'apps/console/browser'],
  counted: /^browser/,
};

const e2eCluster = {
  name: 'e2e-cluster',
  command: ['node', 'tools/checks/src/run-cluster.ts'],
  counted: /^e2e-cluster/,
};

const e2eMesh = {
  name: 'e2e-mesh',
  command: ['node', 'tools/checks/src/run-mesh.ts'],
  counted: /^e2e-mesh/,
};

/** What runs only where it is asked for: it needs a cluster that KUBECONFIG points at. */
export const clusterStages: readonly Stage[] = [[[e2eCluster, e2eMesh]]];

/** The linter keeps one core busy; what stands beside it keeps the other, or waits for a browser. */
export const stages: readonly Stage[] = [
  [[lint], [types, pages, contracts, manifests, e2eProcess], [browser]],
  [[unit]],
  [[e2eLocal]],
];
