// `node apps/e2e/src/cluster/write-results.ts [command]`: docs/results/cluster.md and .json, of what
// runs on a cluster have recorded since the file dist/e2e/cluster-rows.jsonl was deleted last. The
// command is what was run. Default: the suite with its full profile.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { resultsTables, type ResultsTable } from './results-tables.ts';

interface Row {
  readonly table: ResultsTable;
  readonly row: readonly string[];
}

const command = process.argv[2] ?? 'npm run e2e -- --target=cluster --profile=full';
const root = join(import.meta.dirname, '../../../..');
const text = await readFile(join(root, 'dist/e2e/cluster-rows.jsonl'), 'utf8');
const rows = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const sections = Object.entries(resultsTables).map(([name, { title, columns }]) => {
  const own = rows.filter(({ table }) => table === name).map(({ row }) => row);
  const table = [line(columns), line(columns.map(() => '---')), ...own.map(line)];
  return `## ${title}\n\n${table.join('\n')}\n`;
});

const heading = `# On a cluster

By \`npm run cluster:up\` and \`${command}\`, then
\`node apps/e2e/src/cluster/write-results.ts\`; ${new Date().toISOString().slice(0, 10)}, Kubernetes on one
machine with ${availableParallelism()} cores that are shared with the load, at 100 requests/s unless the command
or the table says otherwise. What each scenario does: [apps/e2e](../../apps/e2e/README.md).
`;
const results = join(root, 'docs/results/cluster');
await writeFile(`${results}.md`, `${heading}\n${sections.join('\n')}`);
await writeFile(`${results}.json`, `${JSON.stringify(rows, undefined, 2)}\n`);
