import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A name for a process that no later process shares, `<pid>@<start time>`: a pid alone may be given
 * to another process, and a lock or an address would seem to have an owner for ever. Undefined when
 * there is no such process, or only what its parent has not collected yet.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function findProcessIdentity(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return undefined;
  }
  const startTime = process.platform === 'linux' ? startTimeOnLinux(pid) : startTimeByPs(pid);
  return startTime === undefined ? undefined : `${pid}@${startTime}`;
}

/**
 * @param {string} identity
 * @returns {boolean}
 */
export function isProcessAlive(identity) {
  const pid = Number(identity.split('@')[0]);
  return Number.isInteger(pid) && pid > 0 && findProcessIdentity(pid) === identity;
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
function startTimeOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc_pid_stat(5): the second field is the name in parentheses, which may hold anything; the
    // third is the state, the 22nd the start time in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
function startTimeByPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return line.trim().replace(/\s+/g, '-') || undefined;
  } catch {
    return undefined;
  }
}
