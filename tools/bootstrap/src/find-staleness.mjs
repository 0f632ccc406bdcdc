import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean,
 *   optional?: boolean, os?: string[], cpu?: string[],
 *   optionalDependencies?: Record<string, string> }} Entry
 * @typedef {Record<string, Entry>} Entries by path, `node_modules/…`
 */

/**
 * Why `node_modules` is not what the lock file says, or undefined where it is.
 *
 * Compares the lock with npm's own record of the installed tree, `node_modules/.package-lock.json`,
 * which npm writes last: an install that was interrupted has none. So whoever ran `npm ci` by hand
 * does not wait for a second one.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function findStaleness(root) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed';
  const wanted = readEntries(join(root, 'package-lock.json'));
  const installed = readEntries(record);
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue;
    const found = installed[path];
    if (found === undefined) {
      // An optional package is left out where it does not fit; only what the root itself asks for
      // (the pinned Node) is worth another install.
      if (entry.optional === true && !isWantedHere(path, entry, wanted)) continue;
      return `${path} is missing`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is ${found.version}, the lock file says ${entry.version}`;
    }
    if (found.link !== entry.link || found.resolved !== entry.resolved) {
      return `${path} is installed from elsewhere`;
    }
  }
  return undefined;
}

/**
 * The packages that an install on this machine brings.
 *
 * @param {string} root
 * @returns {string[]} paths relative to the root
 */
export function listWantedPackages(root) {
  const wanted = readEntries(join(root, 'package-lock.json'));
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
    .filter(([path, entry]) => entry.optional !== true || isWantedHere(path, entry, wanted))
    .map(([path]) => path);
}

/**
 * @param {string} path
 * @param {Entry} entry
 * @param {Entries} wanted
 */
function isWantedHere(path, entry, wanted) {
  const asked = Object.keys(wanted['']?.optionalDependencies ?? {});
  return (
    asked.some((name) => path === `node_modules/${name}`) &&
    (entry.os ?? [process.platform]).includes(process.platform) &&
    (entry.cpu ?? [process.arch]).includes(process.arch)
  );
}

/**
 * @param {string} path
 * @returns {Entries}
 */
function readEntries(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}
