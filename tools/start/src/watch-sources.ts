import { globSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps, and a checkout many files; one reload is for all of them. */
const SETTLE_MS = 50;

/**
 * Calls back after a change in the sources of an app or a library; tests are none of its business.
 *
 * @returns ends the watch
 */
export function watchSources(root: string, app: string, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  const onEvent = (_kind: string, file: string | null): void => {
    if (file === null || !isSource(file)) return;
    clearTimeout(settling);
    settling = setTimeout(onChange, SETTLE_MS);
  };
  const directories = [`apps/${app}/src`, ...globSync('libs/*/src', { cwd: root })];
  const watchers = directories.map((directory) =>
    watch(join(root, directory), { recursive: true }, onEvent),
  );
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers) watcher.close();
  };
}

function isSource(file: string): boolean {
  return /\.(ts|mts|js|mjs|json)$/.test(file) && !/\.test\.ts$/.test(file);
}
