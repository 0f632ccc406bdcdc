import type { Replica } from './platform.ts';

/** What the one process says once it serves. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly databaseUrl: string;
  readonly replicas: readonly Replica[];
}

/** What it is asked to do; each is answered by `{ type: 'done' }` or `{ type: 'failed' }`. */
export type HostCommand =
  { readonly type: 'restart database'; readonly crash: boolean } | { readonly type: 'stop' };

export type HostAnswer =
  ReadyMessage | { readonly type: 'done' } | { readonly type: 'failed'; readonly error: string };
