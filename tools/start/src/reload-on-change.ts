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
 * Replaces the process after each change. A change that comes while a successor starts is the end of
 * that successor: it may hang, and nobody wants it any more.
 *
 * @returns ends it
 */
export function reloadOnChange({ root, app, replica, logger }: ReloadOptions): () => void {
  let isReloading = false;
  let isStale = false;
  const reload = async (): Promise<void> => {
    if (isReloading) {
      isStale = true;
      replica.abandonStart();
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
        if (isStale) continue;
        const words = replica.isServing() ? 'the old one keeps serving' : 'nothing serves';
        logger.error({}, `the new version does not start, ${words}: ${error.message}`);
      }
    } while (isStale);
    isReloading = false;
  };
  return watchSources(root, app, () => void reload());
}
