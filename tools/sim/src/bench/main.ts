// `node tools/sim/src/bench/main.ts`: the policies with real servers, and what they cost; keeps its
// tables in docs/results. BALLAST_BENCH_ROUNDS (2) says how often everything is repeated.
import { join } from 'node:path';
import { balancing } from './balancing.ts';
import { formatTable, keepTables } from './table.ts';

const tables = await balancing.run((line) => console.error(line));
const directory = join(import.meta.dirname, '../../../../docs/results');
keepTables(directory, balancing.name, 'node tools/sim/src/bench/main.ts', tables);
for (const table of tables) console.log(formatTable(table));
