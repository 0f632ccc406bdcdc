// `npm run faults`: the fault matrix, measured, and kept in docs/results.
import { nameGroup } from './plan/cell.ts';
import { listGroups } from './plan/list-groups.ts';
import { help, type MatrixCommand, parseOptions } from './parse-options.ts';
import { formatCell } from './results/format.ts';
import { keepResults } from './results/keep-results.ts';
import { describeMachine } from './results/machine.ts';
import { runMatrix } from './run/run-matrix.ts';

function fail(message: string): never {
  console.error(`npm run faults: ${message}`);
  process.exit(64);
}

function readCommand(): MatrixCommand {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    return fail((error as Error).message);
  }
}

const command = readCommand();
const groups = listGroups(command);
if (command.isHelp) {
  console.log(help);
  process.exit(0);
}
if (groups.length === 0) fail('no group has such a name; --list names them');
if (command.isList) {
  for (const group of groups) {
    console.log(
      `${nameGroup(group)}: ${group.variants.join(', ')}; about ${group.calls} calls each`,
    );
  }
  process.exit(0);
}

const machine = describeMachine();
let done = 0;
const counted = (): string => `[${(done += 1)}/${groups.length}]`;
const { cells, problems } = await runMatrix({
  groups,
  seed: command.seed,
  onGroup(group, results) {
    const busy = Math.round(Math.max(...results.map(({ busyShare }) => busyShare)) * 100);
    console.log(`${counted()} ${nameGroup(group)}, processors ${busy} % busy`);
    for (const result of results) console.log(formatCell(result));
  },
  onProblem: ({ group, problem }) => console.error(`${counted()} ${group}: ${problem}`),
});

const words = process.argv.slice(2).filter((each) => each !== '--');
const typed = words.map((word) => (word.includes(' ') ? JSON.stringify(word) : word)).join(' ');
await keepResults(command.out, {
  command: typed === '' ? 'npm run faults' : `npm run faults -- ${typed}`,
  ...{ machine, seed: command.seed, cells, problems },
});
const judged = cells.filter(({ verdicts }) => verdicts.length > 0);
const met = judged.filter(({ verdicts }) => verdicts.every(({ isMet }) => isMet));
console.log(`${met.length} of ${judged.length} cells with a goal meet it; kept in ${command.out}`);
process.exit(problems.length === 0 ? 0 : 1);
