import type { Logger } from '@ballast/logging';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { DATABASE_SOCKET, sendToKeeper, type KeeperMessage } from './database-messages.ts';
import { createJsonConnection } from './json-connection.ts';
import { connectToSocket, findSocketPath } from './local-socket.ts';
import { spawnKeeper, type SpawnedKeeper } from './spawn-keeper.ts';
import { StartError } from './start-error.ts';

export interface DatabasePlan {
  readonly dataDirectory: string;
  /** 0: the port it had last time, or a free one. */
  readonly port: number;
  /** Empty it first, where this is the first user. */
  readonly fresh: boolean;
  readonly logger: Logger;
}

/** A connection to the keeper of a database that takes connections. */
export interface DatabaseSession {
  readonly url: string;
  readonly keeperPid: number;
  /** The keeper has gone, or this user has left. */
  readonly closed: Promise<void>;
  restart(crash: boolean): Promise<void>;
  /** Resolves when the keeper lets go; where this was the last user, that is when all is down. */
  leave(): Promise<void>;
}

const KEEPER_WITHIN_MS = 20_000;

/**
 * Joins the database of a data directory; where nobody keeps it, starts a keeper.
 *
 * @throws StartError when it cannot be started, or should be emptied and is in use
 */
export async function openDatabaseSession(plan: DatabasePlan): Promise<DatabaseSession> {
  const path = findSocketPath(plan.dataDirectory, DATABASE_SOCKET);
  let keeper: SpawnedKeeper | undefined;
  for (const deadlineMs = performance.now() + KEEPER_WITHIN_MS; ; await delay(20)) {
    const socket = await connectToSocket(path);
    const session = socket === undefined ? undefined : await join(socket, plan.logger);
    if (session !== undefined) {
      if (keeper?.pid === session.keeperPid) return session;
      // Two who find none at the same time both start one.
      keeper?.dismiss();
      if (!plan.fresh) return session;
      await session.leave();
      throw new StartError(
        `--fresh cannot empty the database in ${plan.dataDirectory}: another program uses it`,
      );
    }
    keeper ??= await spawnKeeper(plan);
    if (!keeper.isRunning()) {
      // It failed; or it found another keeper, which has just ended, and the next is due.
      const words = keeper.findFailure();
      if (words !== undefined) throw new StartError(`the database cannot be started: ${words}`);
      keeper = undefined;
    }
    if (performance.now() > deadlineMs) {
      throw new StartError(
        `the database in ${plan.dataDirectory} cannot be joined: no keeper answers`,
      );
    }
  }
}

/** Undefined where the keeper was about to end. @throws StartError where it cannot start the database */
function join(socket: Socket, logger: Logger): Promise<DatabaseSession | undefined> {
  const joined = Promise.withResolvers<DatabaseSession | undefined>();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let restart: PromiseWithResolvers<void> | undefined;
  const onMessage = (message: KeeperMessage): void => {
    switch (message.type) {
      case 'progress':
        return logger.info({}, message.step);
      case 'ready':
        return joined.resolve({ ...message, closed, restart: askRestart, leave });
      case 'failed':
        return joined.reject(new StartError(message.message));
      case 'restarted':
        return restart?.resolve();
      case 'restart-failed':
        return restart?.reject(new Error(message.message));
      case 'left':
        return undefined;
      default:
        return message satisfies never;
    }
  };
  const connection = createJsonConnection(socket, (message) =>
    onMessage(message as unknown as KeeperMessage),
  );
  const askRestart = async (crash: boolean): Promise<void> => {
    await restart?.promise.catch(() => undefined);
    restart = Promise.withResolvers<void>();
    sendToKeeper(connection, { type: 'restart', crash });
    void closed.then(() => restart?.reject(new Error('the keeper of the database has gone')));
    await restart.promise;
  };
  const leave = (): Promise<void> => {
    sendToKeeper(connection, { type: 'leave' });
    return closed;
  };
  void closed.then(() => joined.resolve(undefined));
  sendToKeeper(connection, { type: 'join' });
  return joined.promise;
}
