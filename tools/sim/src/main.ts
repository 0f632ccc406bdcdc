// `node tools/sim/src/main.ts [--seeds N]`: compares the policies in the simulation and keeps the
// table and the plot in docs/results.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { keepResults } from './results.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } });
const count = Number(values.seeds);
if (!Number.isInteger(count) || count < 1 || count > 100) {
  console.error(`--seeds must be an integer within [1, 100], got ${values.seeds}`);
  process.exit(1);
}
const seeds = Array.from({ length: count }, (_, i) => i + 1);
const results = compare(seeds, ({ scenario, policy, seed, p99Ms }) =>
  console.error(`${scenario.name} ${policy}, seed ${seed}: p99 ${p99Ms.toFixed(1)} ms`),
);
const directory = join(import.meta.dirname, '../../../docs/results');
const command = `node tools/sim/src/main.ts --seeds ${count}`;
console.log(keepResults(directory, results, command));
