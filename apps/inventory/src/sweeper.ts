import type { Logger } from '@ballast/logging';
import type { StockChanges, StockStore } from './store/stock-store.ts';

export interface SweeperOptions {
  /** Whether this replica sweeps; others do its part where it does not. */
  readonly workers: 'on' | 'off';
  readonly store: StockStore;
  readonly changes: StockChanges;
  readonly logger: Logger;
  /** Between two sweeps, in milliseconds, give or take a quarter: replicas then do not keep step. */
  readonly sweepIntervalMs: number;
  /** Stock changes older than this are forgotten, in milliseconds. */
  readonly eventRetentionMs: number;
}

export interface Sweeper {
  /** Begins no further batch and waits for the one under way. */
  stop(): Promise<void>;
}

const reservationsPerBatch = 100;
const eventsPerBatch = 1000;
const sweepWithinMs = 10_000;

/**
 * Gives stock back that nobody committed in time, and forgets old changes. Runs in every replica that
 * has not been told otherwise: they share the work, and none of them is needed for correctness, since Commit looks at the clock
 * by itself.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { workers, store, changes, logger, sweepIntervalMs, eventRetentionMs } = options;
  if (workers === 'off') return { stop: () => Promise.resolve() };
  let isStopping = false;
  let endPause = (): void => {};

  const untilLess = async (limit: number, batch: () => Promise<number>): Promise<void> => {
    while (!isStopping && (await batch()) >= limit);
  };
  const sweep = async (): Promise<void> => {
    const call = { timeLeftMs: sweepWithinMs };
    await untilLess(reservationsPerBatch, () => store.expireDue(reservationsPerBatch, call));
    await untilLess(eventsPerBatch, () => changes.trim(eventRetentionMs, call));
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, sweepIntervalMs * (0.75 + Math.random() / 2));
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let isFailing = false;
    while (!isStopping) {
      await pause();
      try {
        await sweep();
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ error }, 'sweeping waits for the database');
        isFailing = true;
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
