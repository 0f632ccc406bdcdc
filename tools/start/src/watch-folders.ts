import { watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps, and a checkout many files; one reload is for all of them. */
const SETTLE_MS = 50;

/**
 * Follows the sources in some folders and all that is in them; tests are none of its business.
 *
 * @param folders from the root
 * @param onChange told of what has changed, as paths from the root, once nothing more comes
 * @returns ends the watch
 */
export function watchFolders(
  root: string,
  folders: readonly string[],
  onChange: (paths: ReadonlySet<string>) => void,
): () => void {
  let changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;
  const settle = (): void => {
    const paths = changed;
    changed = new Set();
    onChange(paths);
  };
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_kind, file) => {
      if (file === null || !isSource(file)) return;
      changed.add(join(folder, file).replaceAll('\\', '/'));
      clearTimeout(settling);
      settling = setTimeout(settle, SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers) watcher.close();
  };
}

function isSource(file: string): boolean {
  return /\.([cm]?[jt]sx?|json|css|html)$/.test(file) && !/\.test\.tsx?$/.test(file);
}
