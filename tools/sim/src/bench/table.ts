import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

export interface Table {
  readonly title: string;
  /** What was done, so that a reader can doubt it. */
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Benchmark {
  readonly name: string;
  readonly title: string;
  run(progress: (line: string) => void): Promise<readonly Table[]>;
}

export function formatTable({ title, method, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rule = line(columns.map(() => '---'));
  return [`## ${title}`, '', method, '', line(columns), rule, ...rows.map(line), ''].join('\n');
}

/** Writes <name>.md and <name>.json into the folder. */
export function keepTables(
  directory: string,
  name: string,
  command: string,
  tables: readonly Table[],
): void {
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    // How busy it was with other things: figures of a busy machine are worth less.
    loadAverage: loadavg()[0]!.toFixed(1),
  };
  const head =
    `# ${name}\n\nMeasured by \`${command}\` on ${machine.cores} cores (${machine.cpu}), ` +
    `Node ${machine.node}, load average ${machine.loadAverage}.\n`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${name}.md`), [head, ...tables.map(formatTable)].join('\n'));
  const json = JSON.stringify({ command, machine, tables }, null, 1);
  writeFileSync(join(directory, `${name}.json`), `${json}\n`);
}
