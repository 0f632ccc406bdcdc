import type { Logger } from '@ballast/logging';
import { NotListeningError } from './instance.ts';
import type { Replica } from './replica.ts';
import { watchSources } from './watch-sources.ts';

export interface ReloadOptions {
  readonly root: string;
  readonly app: string;
  readonly replica: Replica;
  readonly logger: Logger;
}

/**
 * Replaces the process after each change. Changes that come while a successor starts wait for it and
 * are then one more reload together.
 *
 * @returns ends it
 */
export function reloadOnChange({ root, app, replica, logger }: ReloadOptions): () => void {
  let isReloading = false;
  let isStale = false;
  const reload = async (): Promise<void> => {
    if (isReloading) {
      isStale = true;
      return;
    }
    isReloading = true;
    do {
      isStale = false;
      const startedMs = performance.now();
      try {
        await replica.reload();
        logger.info({ tookMs: Math.round(performance.now() - startedMs) }, 'reloaded');
      } catch (error) {
        if (!(error instanceof NotListeningError)) return;
        const words = replica.isServing() ? 'the old one keeps serving' : 'nothing serves';
        logger.error({}, `the new version does not start, ${words}: ${error.message}`);
      }
    } while (isStale);
    isReloading = false;
  };
  return watchSources(root, app, () => void reload());
}
