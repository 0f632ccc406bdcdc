import type { EmbeddedPostgres } from '@ballast/persistence/embedded';
import { findProcessIdentity, isProcessAlive } from '@ballast/tool-bootstrap/process-identity';
import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from './back-off.ts';

export interface DatabaseSupervision {
  /** `crash`: without a checkpoint, as a power cut would. */
  restart(crash: boolean): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_MS = 200;

/**
 * Starts a server again that has ended without being asked to.
 *
 * @param onEvent told in a few words what happens
 */
export function superviseDatabase(
  database: EmbeddedPostgres,
  onEvent: (event: string) => void,
): DatabaseSupervision {
  const stopping = new AbortController();
  let identity = findProcessIdentity(database.pid);
  let last: Promise<void> = Promise.resolve();

  const isAlive = (): boolean => identity !== undefined && isProcessAlive(identity);
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const restart = async (crash: boolean): Promise<void> => {
    await database.restart({ crash });
    identity = findProcessIdentity(database.pid);
  };
  const revive = async (): Promise<void> => {
    if (isAlive() || stopping.signal.aborted) return;
    onEvent('the database has ended; starting it again');
    await restart(true);
  };
  const watch = async (): Promise<void> => {
    for (let state = { failures: 0 }; ; await delay(LOOK_MS, undefined, stopping)) {
      if (isAlive()) continue;
      try {
        await inTurn(revive);
      } catch (error) {
        onEvent(`the database does not start: ${(error as Error).message}`);
        const { failures, delayMs } = backOff(state, 0, Math.random());
        state = { failures };
        await delay(delayMs, undefined, stopping);
      }
    }
  };
  // It only ends by being stopped in a wait.
  watch().catch(() => undefined);

  return {
    restart: (crash) => inTurn(() => restart(crash)),
    stop: () => {
      stopping.abort();
      return inTurn(() => database.stop());
    },
  };
}
