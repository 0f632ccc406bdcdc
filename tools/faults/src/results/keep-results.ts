import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawHeatMap } from './heat-map.ts';
import { renderReport, type Report } from './render-report.ts';

/** Writes fault-matrix.json, .md and .svg into the directory. */
export async function keepResults(directory: string, report: Report): Promise<void> {
  await mkdir(directory, { recursive: true });
  const write = (extension: string, text: string): Promise<void> =>
    writeFile(join(directory, `fault-matrix.${extension}`), text);
  await write('json', `${JSON.stringify(report, null, 1)}\n`);
  await write('md', renderReport(report));
  await write('svg', drawHeatMap(report.cells));
}
