// The suites behind `npm test`, in the order in which a mistake is cheapest to find.

export interface Suite {
  readonly name: string;
  /** Program and arguments, run from the root of the repository. */
  readonly command: readonly string[];
  /** True where the program leaves its counts in dist/test-results; otherwise it counts as one. */
  readonly counted: boolean;
}

const nx = (...targets: string[]) => ['nx', 'run-many', '-t', ...targets, '--nxBail=false'];
const e2e = (target: string) => ['node', 'apps/e2e/src/main.ts', `--target=${target}`];

export const suites: readonly Suite[] = [
  { name: 'lint', command: ['node', 'tools/checks/src/lint.ts'], counted: false },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], counted: false },
  {
    name: 'contracts',
    command: ['node', 'tools/generators/src/check-contracts.ts'],
    counted: false,
  },
  { name: 'unit', command: nx('test'), counted: true },
  { name: 'e2e-process', command: e2e('process'), counted: true },
  { name: 'e2e-local', command: e2e('local'), counted: true },
];
