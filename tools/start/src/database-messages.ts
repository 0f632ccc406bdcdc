import type { JsonConnection } from './json-connection.ts';

/** In the data directory. */
export const DATABASE_SOCKET = 'database.sock';

/** What the keeper of the database tells a user of it. */
export type KeeperMessage =
  /** What takes time just now. */
  | { readonly type: 'progress'; readonly step: string }
  /** The database takes connections. */
  | {
      readonly type: 'ready';
      readonly url: string;
      readonly keeperPid: number;
    }
  /** It could not be started; the keeper ends. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'restarted' }
  | { readonly type: 'restart-failed'; readonly message: string }
  /** The user may go. `stopped`: it was the last one, and the database is down. */
  | { readonly type: 'left'; readonly stopped: boolean };

/** What a user tells the keeper. */
export type UserMessage =
  | { readonly type: 'join' }
  | { readonly type: 'restart'; readonly crash: boolean }
  | { readonly type: 'leave' };

export function sendToUser(connection: JsonConnection, message: KeeperMessage): void {
  connection.send(message);
}

export function sendToKeeper(connection: JsonConnection, message: UserMessage): void {
  connection.send(message);
}
