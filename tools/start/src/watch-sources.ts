import { globSync } from 'node:fs';
import { watchFolders } from './watch-folders.ts';

/**
 * Calls back after a change in the sources of an app or a library.
 *
 * @returns ends the watch
 */
export function watchSources(root: string, app: string, onChange: () => void): () => void {
  return watchFolders(
    root,
    [`apps/${app}/src`, ...globSync('libs/*/src', { cwd: root })],
    onChange,
  );
}
