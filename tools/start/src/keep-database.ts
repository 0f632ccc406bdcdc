import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import { tryLock } from '@ballast/tool-bootstrap/lock-file';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DATABASE_SOCKET } from './database-messages.ts';
import { createDatabaseUsers } from './database-users.ts';
import { emptyDatabase } from './empty-database.ts';
import { connectToSocket, findSocketPath, listenOnSocket } from './local-socket.ts';
import { superviseDatabase, type DatabaseSupervision } from './supervise-database.ts';

export interface KeeperOptions {
  readonly dataDirectory: string;
  /** 0: the port it had last time, or a free one. */
  readonly port: number;
  /** Empty it first. */
  readonly fresh: boolean;
  /** Ends it where it has no user, and is nothing to one that has. */
  readonly unused: AbortSignal;
}

/** Whoever starts a keeper connects at once; if it has died since, there is nobody to wait for. */
const FIRST_USER_WITHIN_MS = 5000;

/** Resolves when the last user has left and the database is down; at once where it is kept already. */
export async function keepDatabase(options: KeeperOptions): Promise<void> {
  const { dataDirectory, port, fresh, unused } = options;
  const path = findSocketPath(dataDirectory, DATABASE_SOCKET);
  const taken = await becomeKeeper(join(dataDirectory, 'database.lock'), path, unused);
  if (taken === undefined) return;
  let supervision: DatabaseSupervision | undefined;
  const users = createDatabaseUsers(async (crash) => supervision?.restart(crash));
  const server = await listenOnSocket(path, (socket) => users.add(socket));
  const directory = join(dataDirectory, 'postgres');
  const onProgress = (step: string): void => users.tell({ type: 'progress', step });
  try {
    if (fresh) await emptyDatabase(directory);
    const database = await startEmbeddedPostgres({ directory, port, onProgress });
    supervision = superviseDatabase(database, (event) => users.mention(event));
    users.tell({
      type: 'ready',
      url: database.url,
      keeperPid: process.pid,
    });
    await users.allLeft(AbortSignal.any([unused, AbortSignal.timeout(FIRST_USER_WITHIN_MS)]));
  } catch (error) {
    users.tell({ type: 'failed', message: (error as Error).message });
  }
  // From here on nobody can join: whoever tries finds no socket, and starts the next keeper.
  server.close();
  await supervision?.stop();
  taken.release();
  users.dismiss();
}

/** Takes the lock, from a keeper that is just ending too; undefined where another one takes users. */
async function becomeKeeper(lockPath: string, socketPath: string, unused: AbortSignal) {
  while (!unused.aborted) {
    const attempt = tryLock(lockPath);
    if (attempt.kind === 'taken') return attempt;
    const socket = await connectToSocket(socketPath);
    socket?.destroy();
    if (socket !== undefined) return undefined;
    await delay(20);
  }
  return undefined;
}
