import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Two events of one write are this far apart at most; reading once after them spares half-written
 * files. A write that takes longer is read twice.
 */
const SETTLE_MS = 10;

/**
 * How often the file is looked at without an event: network file systems send none, the limit of
 * inotify watches may be reached, and the directory may not exist yet or be replaced.
 */
const POLL_MS = 1000;

/**
 * Calls back whenever the file may have changed. It is the directory that is watched, not the file,
 * because a rename gives the name to another inode (and a ConfigMap changes a link beside it).
 * Holds no process open.
 *
 * @returns a function that ends the watch.
 */
export function watchFile(path: string, onChange: () => void): () => void {
  const directory = dirname(path);
  let watched: { readonly watcher: FSWatcher; readonly identity: string } | undefined;
  let settling: NodeJS.Timeout | undefined;

  const unwatch = (): void => {
    watched?.watcher.close();
    watched = undefined;
  };

  const rewatch = (): void => {
    try {
      const identity = findIdentity(directory);
      if (identity === watched?.identity) return;
      unwatch();
      if (identity === undefined) return;
      const watcher = watch(directory, { persistent: false }, settle);
      watcher.on('error', unwatch);
      watched = { watcher, identity };
    } catch {
      // No permission, or no watch left in the system: the poll remains.
    }
  };

  const look = (): void => {
    rewatch();
    onChange();
  };

  const settle = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      look();
    }, SETTLE_MS).unref();
  };

  rewatch();
  const poll = setInterval(look, POLL_MS).unref();
  return () => {
    clearInterval(poll);
    clearTimeout(settling);
    unwatch();
  };
}

/** Tells a directory from another that took its place, which may well be given the same inode. */
function findIdentity(directory: string): string | undefined {
  const stats = statSync(directory, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}
