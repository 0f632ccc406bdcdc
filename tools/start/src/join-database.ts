import { setTimeout as delay } from 'node:timers/promises';
import { openDatabaseSession, type DatabasePlan } from './database-session.ts';
import { usageError } from './start-error.ts';

/** The database that the programs of one data directory share. */
export interface SharedDatabase {
  readonly url: string;
  /** `crash`: without a checkpoint, as a power cut would. */
  restart(crash: boolean): Promise<void>;
  /** Where nobody else uses the database, it is down when this resolves. */
  leave(): Promise<void>;
}

const REJOIN_AFTER_MS = 1000;

/**
 * Joins the database, and joins it again where its keeper was killed: the next keeper takes over the
 * server that the killed one left behind, so that the services need not notice.
 *
 * @throws StartError when it cannot be started, or should be emptied and is in use
 */
export async function joinDatabase(plan: Omit<DatabasePlan, 'port'>): Promise<SharedDatabase> {
  const { logger } = plan;
  let session = await openDatabaseSession({ ...plan, port: 0 });
  const { url } = session;
  let isLeaving = false;

  const stay = async (): Promise<void> => {
    for (;;) {
      await session.closed;
      if (isLeaving) return;
      logger.warn({}, 'the keeper of the database has gone; starting another');
      session = await rejoin();
    }
  };
  const rejoin = async () => {
    for (;;) {
      try {
        return await openDatabaseSession({
          ...plan,
          fresh: false,
          port: Number(new URL(url).port),
        });
      } catch (error) {
        logger.error({ error }, 'the database is away');
        await delay(REJOIN_AFTER_MS);
      }
    }
  };
  void stay();
  return {
    url,
    restart: (crash) => session.restart(crash),
    async leave() {
      isLeaving = true;
      await session.leave();
    },
  };
}

/** The shared database, or the one that `databaseUrl` names. */
export function openDatabase(
  plan: Omit<DatabasePlan, 'port'> & { readonly databaseUrl: string | undefined },
): Promise<SharedDatabase> {
  if (plan.databaseUrl === undefined) return joinDatabase(plan);
  if (!plan.fresh) return Promise.resolve(foreignDatabase(plan.databaseUrl));
  throw usageError(
    '--fresh would empty the database that BALLAST_DATABASE_URL names: unset one of them',
  );
}

/** A database that somebody else runs, named by BALLAST_DATABASE_URL. */
function foreignDatabase(url: string): SharedDatabase {
  return {
    url,
    restart: () => Promise.reject(new Error('the database is not ours to restart')),
    leave: () => Promise.resolve(),
  };
}
