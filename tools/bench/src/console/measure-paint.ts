import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatSpread } from '../statistics.ts';
import type { Table } from '../table.ts';

const program = join(import.meta.dirname, '../../../../apps/console/browser/measure-paint.ts');
const OPENINGS = 10;

/** As the program prints it. */
interface Opening {
  readonly firstPaintMs: number;
  readonly firstContentfulPaintMs: number;
  readonly transferredBytes: number;
}

/** When a browser shows something. Undefined where this machine has none. */
export async function measurePaint(url: string): Promise<Table | undefined> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, String(OPENINGS)]);
  const openings = JSON.parse(stdout) as Opening[] | null;
  if (openings === null) return undefined;
  const column = (name: keyof Opening) => openings.map((opening) => opening[name]);
  return {
    title: 'When a browser shows it',
    method: `Headless Chromium on the same machine opens the console ${OPENINGS} times, each time with an empty cache. Times since the page was asked for are those of the Paint Timing API, bytes those of Resource Timing: files as they came over the wire, headers included.`,
    columns: ['what', 'median (range)', 'goal'],
    rows: [
      ['first paint, ms', formatSpread(column('firstPaintMs'), 0), '≤ 1000'],
      ['first contentful paint, ms', formatSpread(column('firstContentfulPaintMs'), 0), '≤ 1000'],
      ['transferred, bytes', formatSpread(column('transferredBytes'), 0), '≤ 300 000'],
    ],
  };
}
