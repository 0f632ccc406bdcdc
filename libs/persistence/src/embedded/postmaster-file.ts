import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `postmaster.pid`, the server's own lock file (miscadmin.h, "LOCK_FILE_LINE_…"). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** "starting", "ready", "stopping", "standby", or "" while the server has not got so far. */
  readonly status: string;
}

/** Undefined when there is no such file, or one that is empty or not a lock file. */
export async function readPostmasterFile(
  dataDirectory: string,
): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '');
  return parsePostmasterFile(text);
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
}

/**
 * The port of the last start, which the server keeps in `postmaster.opts` when it ends; 0 when
 * there was none.
 */
export async function readLastPort(dataDirectory: string): Promise<number> {
  const text = await readFile(join(dataDirectory, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"port=(\d+)"/.exec(text)?.[1] ?? 0);
}
