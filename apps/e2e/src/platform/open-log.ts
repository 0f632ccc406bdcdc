import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../../../dist/e2e');

/** Where the output of what is so called goes. */
export const logFile = (name: string): string => join(directory, name);

/** An empty file in `dist/e2e` for the output of a process; it is open as long as this process lives. */
export async function openLog(name: string): Promise<number> {
  await mkdir(directory, { recursive: true });
  return openSync(logFile(name), 'w');
}
