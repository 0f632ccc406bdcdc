import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { findProcessIdentity, isProcessAlive } from './process-identity.mjs';

/**
 * @typedef {{ kind: 'taken', release: () => void }} Taken release is safe to call twice
 * @typedef {{ kind: 'held', pid: number }} Held by a live process
 */

/**
 * Takes a lock that is a file naming its owner, or tells who has it. A lock whose owner is dead is
 * taken over.
 *
 * Two processes that find the same dead owner must not both remove its file: the second would remove
 * the lock that the first has taken since. So the right to remove is itself a lock, named after the
 * dead lock's identity; while it is held, nobody else touches that file. Should its owner die in
 * between, it is taken over the same way.
 *
 * @param {string} path
 * @returns {Taken | Held}
 */
export function tryLock(path) {
  const identity = `${ownIdentity()}.${randomUUID()}`;
  const draft = `${path}.${identity}.draft`;
  writeFileSync(draft, identity);
  try {
    for (;;) {
      if (tryLink(draft, path)) return { kind: 'taken', release: () => removeIf(path, identity) };
      const holder = readHolder(path);
      if (holder === undefined) continue;
      if (isProcessAlive(ownerOf(holder))) return { kind: 'held', pid: Number.parseInt(holder) };
      const removal = tryLock(`${path}.${holder}`);
      if (removal.kind === 'held') return removal;
      removeIf(path, holder);
      removal.release();
    }
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Waits for the lock.
 *
 * @param {string} path
 * @param {{ pollMs?: number, onWait?: (pid: number) => void, signal?: AbortSignal }} [options]
 *   pollMs: default 5. onWait: called once, with the holder. signal: gives up, rejecting with its
 *   reason.
 * @returns {Promise<Taken>}
 */
export async function lock(path, { pollMs = 5, onWait, signal } = {}) {
  for (let told = false; ; told = true) {
    signal?.throwIfAborted();
    const attempt = tryLock(path);
    if (attempt.kind === 'taken') return attempt;
    if (!told) onWait?.(attempt.pid);
    await delay(pollMs * (0.5 + Math.random()));
  }
}

/**
 * link(2) rather than an exclusive open: the file is complete from the moment it exists.
 *
 * @param {string} draft
 * @param {string} path
 */
function tryLink(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {string} holder
 */
function removeIf(path, holder) {
  if (readHolder(path) === holder) unlinkSync(path);
}

/** @param {string} holder */
function ownerOf(holder) {
  return holder.slice(0, holder.lastIndexOf('.'));
}

function ownIdentity() {
  return findProcessIdentity(process.pid) ?? `${process.pid}@unknown`;
}
