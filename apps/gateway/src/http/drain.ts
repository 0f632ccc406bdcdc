import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@ballast/logging';
import type { Connections } from './connections.ts';

/** What a drain does and how long it may take. */
export interface DrainOptions {
  readonly server: Server;
  readonly connections: Connections;
  readonly logger: Logger;
  /** Called at once: from now on readyz says 503. */
  readonly onLeaving: () => void;
  /** Called after `delayMs`: what would never end by itself is to end now. */
  readonly onClosing: () => void;
  /** The time routers need to hear of readyz, in milliseconds. */
  readonly delayMs: number;
  /** How long a connection may still be idle, in milliseconds: at least what was promised. */
  readonly idleChanceMs: number;
  /** After `delayMs`, the longest to wait for requests in flight, in milliseconds. */
  readonly graceMs: number;
}

/** How a server leaves. */
export interface Drain {
  /** Whether each answer is to say `Connection: close`. */
  readonly isClosing: boolean;
  /** Resolves when the last connection is closed. Later calls join the first. */
  drain(): Promise<void>;
}

type State =
  | { readonly kind: 'serving' }
  | { readonly kind: 'leaving'; readonly done: Promise<void> }
  | { readonly kind: 'closing'; readonly done: Promise<void> };

/**
 * Leaves so that no request fails that was sent in good faith: readyz first; after the delay no
 * new connections, and each answer closes its own. A connection that is idle may have a request
 * on the way (RFC 9112 section 9.3.1), so it keeps the time that the Keep-Alive header promised
 * it, and its next answer tells it to go.
 */
export function createDrain(options: DrainOptions): Drain {
  const { server, connections, logger } = options;
  let state: State = { kind: 'serving' };

  const leave = async (): Promise<void> => {
    options.onLeaving();
    await delay(options.delayMs);
    if (state.kind === 'leaving') state = { kind: 'closing', done: state.done };
    // http.Server's own close() would also cut the idle connections off, now.
    NetServer.prototype.close.call(server);
    options.onClosing();
    const idleChance = setTimeout(() => connections.closeIdle(), options.idleChanceMs);
    const grace = setTimeout(() => {
      logger.warn({ connections: connections.open }, 'closing what did not end in time');
      connections.closeAll();
    }, options.graceMs);
    await connections.allClosed();
    clearTimeout(idleChance);
    clearTimeout(grace);
  };

  return {
    get isClosing() {
      return state.kind === 'closing';
    },
    drain: () => {
      if (state.kind !== 'serving') return state.done;
      const done = leave();
      state = { kind: 'leaving', done };
      return done;
    },
  };
}
