import type { Socket } from 'node:net';
import { sendToUser, type KeeperMessage } from './database-messages.ts';
import { createJsonConnection, type JsonConnection } from './json-connection.ts';

/** Who is connected to the keeper of a database. */
export interface DatabaseUsers {
  add(socket: Socket): void;
  /** Tells everybody, and whoever comes later what was told last. */
  tell(message: KeeperMessage): void;
  /** Tells those who are there. */
  mention(event: string): void;
  /** Resolves when the last one has left, or when nobody has come by the time of `impatience`. */
  allLeft(impatience: AbortSignal): Promise<void>;
  /** Tells those who wait for the end; it is this process's end that closes their connections. */
  dismiss(): void;
}

/** @param restart what a user may ask for */
export function createDatabaseUsers(restart: (crash: boolean) => Promise<void>): DatabaseUsers {
  const users = new Set<JsonConnection>();
  const leaving = new Set<JsonConnection>();
  const everybodyLeft = Promise.withResolvers<void>();
  let status: KeeperMessage | undefined;

  const remove = (user: JsonConnection): void => {
    if (users.delete(user) && users.size === 0) everybodyLeft.resolve();
  };
  const answerRestart = async (user: JsonConnection, crash: boolean): Promise<void> => {
    try {
      await restart(crash);
      sendToUser(user, { type: 'restarted' });
    } catch (error) {
      sendToUser(user, { type: 'restart-failed', message: (error as Error).message });
    }
  };
  // Not by connecting: that also does who only looks whether there is a keeper.
  const join = (user: JsonConnection): void => {
    users.add(user);
    if (status !== undefined) sendToUser(user, status);
  };
  const leave = (user: JsonConnection): void => {
    if (users.size > 1) {
      sendToUser(user, { type: 'left', stopped: false });
      user.close();
    } else {
      leaving.add(user);
    }
    remove(user);
  };

  return {
    add(socket) {
      const user = createJsonConnection(socket, (message) => {
        if (message['type'] === 'join') join(user);
        if (message['type'] === 'leave') leave(user);
        if (message['type'] === 'restart') void answerRestart(user, message['crash'] === true);
      });
      socket.once('close', () => remove(user));
    },
    tell(message) {
      status = message;
      for (const user of users) sendToUser(user, message);
    },
    mention(event) {
      for (const user of users) sendToUser(user, { type: 'progress', step: event });
    },
    async allLeft(impatience) {
      const lookAround = (): void => {
        if (users.size === 0) everybodyLeft.resolve();
      };
      if (impatience.aborted) lookAround();
      impatience.addEventListener('abort', lookAround);
      await everybodyLeft.promise;
    },
    dismiss() {
      for (const user of leaving) sendToUser(user, { type: 'left', stopped: true });
    },
  };
}
