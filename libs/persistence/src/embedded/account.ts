import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Who the server's processes run as, in the shape that `spawn` and `chown` take. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for the server, or undefined when it runs as whoever starts it.
 *
 * PostgreSQL refuses to run as root ("root execution of the PostgreSQL server is not permitted"),
 * so root hands over to `nobody`, which every Unix has: no account is created.
 */
export function findServerAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entry = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (entry === null) return { uid: 65_534, gid: 65_534 };
  // macOS writes nobody as -2; the system calls want it unsigned.
  return { uid: Number(entry[1]) >>> 0, gid: Number(entry[2]) >>> 0 };
}

/**
 * The first directory on the way to `path` that the account may not enter, or undefined when it can
 * reach `path`.
 */
export async function findClosedDirectory(
  path: string,
  account: ServerAccount | undefined,
): Promise<string | undefined> {
  if (account === undefined) return undefined;
  let closed: string | undefined;
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) closed = at;
    if (at === dirname(at)) return closed;
  }
}
