import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResultsTable } from '../results-tables.ts';
import type { MeshMode } from './mesh-mode.ts';

/** What runs with `--mesh` leave for docs/results/mesh.md, a JSON line each. */
export type Line =
  | { readonly kind: 'row'; readonly table: ResultsTable; readonly row: readonly string[] }
  /** The last outcome of a case counts. */
  | {
      readonly kind: 'case';
      readonly scenario: string;
      readonly name: string;
      readonly passed: boolean;
    };

const root = join(import.meta.dirname, '../../../../..');

export const fileOf = (mesh: MeshMode): string => join(root, `dist/e2e/mesh-${mesh}.jsonl`);

export function keepLine(mesh: MeshMode, line: Line): void {
  const file = fileOf(mesh);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

export function readLines(mesh: MeshMode): readonly Line[] {
  const file = fileOf(mesh);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}
