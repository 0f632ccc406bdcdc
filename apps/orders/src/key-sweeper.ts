import type { Logger } from '@ballast/logging';
import type { OrderStore } from './store/order-store.ts';

export interface KeySweeper {
  /** Begins no further batch and waits for the one under way. */
  stop(): Promise<void>;
}

const intervalMs = 60_000;
const keysPerBatch = 1000;
const sweepWithinMs = 10_000;

/**
 * Forgets idempotency keys whose time is over, about once a minute. Runs in every replica; none of
 * them is needed for correctness, since a key that is over counts as unknown.
 */
export function startKeySweeper(options: {
  readonly store: Pick<OrderStore, 'forgetKeys'>;
  readonly logger: Logger;
}): KeySweeper {
  const { store, logger } = options;
  let isStopping = false;
  let endPause = (): void => {};

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, intervalMs * (0.75 + Math.random() / 2));
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!isStopping) {
      await pause();
      try {
        while (
          !isStopping &&
          (await store.forgetKeys({ timeLeftMs: sweepWithinMs })) >= keysPerBatch
        );
      } catch (error) {
        logger.warn({ error }, 'idempotency keys are forgotten later');
      }
    }
  };
  const running = run();

  return {
    async stop() {
      isStopping = true;
      endPause();
      await running;
    },
  };
}
