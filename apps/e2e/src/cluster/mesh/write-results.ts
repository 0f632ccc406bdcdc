// `node apps/e2e/src/cluster/mesh/write-results.ts [remark]`: docs/results/mesh.md, of what runs with `--mesh` and the
// price (src/price) have left in dist/e2e/mesh-*.jsonl since those files were deleted last.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scenarios } from '../../scenarios.ts';
import { meshTables } from '../results-tables.ts';
import { meshModes } from './mesh-mode.ts';
import { describePrices, type PriceRow } from './price-table.ts';
import { readLines } from './run-log.ts';
import { describeSuite } from './suite-table.ts';

/** What a reader has to know of the circumstances. */
const remark = process.argv[2];
const root = join(import.meta.dirname, '../../../../..');
const logs = meshModes.map((mesh) => ({ mesh, lines: readLines(mesh) }));

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const tableOf = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');

const measured = Object.entries(meshTables).map(([name, { title, columns }]) => {
  const rows = logs.flatMap(({ mesh, lines }) =>
    lines.flatMap((one) => (one.kind === 'row' && one.table === name ? [[mesh, ...one.row]] : [])),
  );
  return `## ${title}\n\n${tableOf(['mesh', ...columns], rows)}\n`;
});

const priceFile = join(root, 'dist/e2e/mesh-price.jsonl');
const prices = existsSync(priceFile)
  ? readFileSync(priceFile, 'utf8')
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as PriceRow)
  : [];

const { columns, rows } = describeSuite(scenarios, logs);
const text = `# Without a mesh, behind sidecars, proxyless

By \`npm run cluster:up -- --mesh=…\` and \`npm run e2e -- --target=cluster --mesh=…\` for each of the three, and
\`node apps/e2e/src/price/main.ts\` for the price, then \`node apps/e2e/src/cluster/mesh/write-results.ts\`;
${new Date().toISOString().slice(0, 10)}, Kubernetes and Istio on one machine with ${availableParallelism()} cores that are shared with the load.
What each scenario does: [apps/e2e](../../apps/e2e/README.md); what the modes are: [docs/mesh.md](../mesh.md).
${remark === undefined ? '' : `\n${remark}\n`}
## The price

${describePrices(prices, tableOf)}

## The suite

Cases passed of those that the mode has, the audit of the books after each scenario among them. A word in
brackets is what the scenario needs and this mode has not.

${tableOf(columns, rows)}

${measured.join('\n')}`;

await writeFile(join(root, 'docs/results/mesh.md'), text);
await writeFile(
  join(root, 'docs/results/mesh.json'),
  `${JSON.stringify({ logs, prices }, undefined, 2)}\n`,
);
