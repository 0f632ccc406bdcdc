import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** The first release line that runs TypeScript as written and knows `import.meta.main`. */
const OLDEST_MAJOR = 24;

/**
 * The Node that runs the repository's programs: the pinned one, or this one where npm has none for
 * the platform and this one is new enough.
 *
 * @param {string} root
 * @returns {string} absolute path
 * @throws Error with one line for a person
 */
export function findPinnedNode(root) {
  const pinned = join(root, 'node_modules/.bin/node');
  if (existsSync(pinned)) return realpathSync(pinned);
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath;
  throw new Error(
    `npm has no Node for ${process.platform}-${process.arch}, ` +
      `and this one, ${process.versions.node}, is older than ${OLDEST_MAJOR}: install a newer one`,
  );
}
