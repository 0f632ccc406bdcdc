// `npm run bench [-- name… --rounds N --seconds S]`: runs the benchmarks, prints their tables and
// keeps them in docs/results.
import { admission } from './admission.ts';
import { balancing } from './balancing.ts';
import { balancingJoins } from './balancing-joins.ts';
import { balancingCost } from './balancing-cost.ts';
import { callCost } from './call-cost/call-cost.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { consoleCost } from './console.ts';
import { discovery } from './discovery.ts';
import { discoveryFuzz } from './discovery-fuzz.ts';
import { exporterAway } from './exporter-away/exporter-away.ts';
import { leaks } from './leaks.ts';
import { observability } from './observability.ts';
import { orders } from './orders.ts';
import { platform } from './platform.ts';
import { policy } from './policy.ts';
import { scenarios } from './scenarios.ts';
import { tracing } from './tracing/tracing.ts';
import { formatTable, keepTables, type Benchmark } from './table.ts';

const benchmarks: readonly Benchmark[] = [
  platform,
  orders,
  leaks,
  callCost,
  policy,
  discovery,
  discoveryFuzz,
  balancing,
  balancingJoins,
  balancingCost,
  scenarios,
  admission,
  tracing,
  exporterAway,
  observability,
  consoleCost,
];

const { names: wanted, options, wantsHelp } = readCommandLine();
const names = benchmarks.map(({ name }) => name);

if (wantsHelp) {
  console.log('npm run bench [-- name… --rounds N --seconds S]   all, or some of:');
  for (const { name, title } of benchmarks) console.log(`  ${name.padEnd(16)} ${title}`);
  process.exit(0);
}
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`npm run bench: no benchmark is called ${unknown}; there are ${names.join(', ')}`);
  process.exit(64);
}

for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
  console.error(`${benchmark.name}: ${benchmark.title}`);
  const tables = await benchmark.run((line) => console.error(`  ${line}`), options);
  await keepTables(benchmark, tables, options);
  for (const table of tables) console.log(formatTable(table));
}

function readCommandLine(): CommandLine {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(`npm run bench: ${(error as Error).message}`);
    process.exit(64);
  }
}
