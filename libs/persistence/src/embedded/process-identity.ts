import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * When the process began, as text that is only compared: a pid alone may have been given to another
 * process since. Undefined when there is no such process.
 */
export function findStartTime(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readStat(pid)[19];
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Is this process a PostgreSQL server of that data directory? A server's working directory is its
 * data directory.
 */
export function isServerOf(pid: number, dataDirectory: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === dataDirectory;
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(dataDirectory);
  } catch {
    return false;
  }
}

/**
 * Dead, and not yet collected by its parent: an adopted server's parent is init, which may take its
 * time.
 */
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && readStat(pid)[0] === 'Z';
}

/**
 * The fields of proc(5) `stat` from the third, "state", on; starttime, number 22, is at index 19.
 */
function readStat(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name in parentheses, may contain blanks and parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
