import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** Limits of the HTTP server. */
export interface ServerLimits {
  /** Connections held at once; more are closed unread. */
  readonly maxConnections: number;
  /** How long a request may take to arrive, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** An idle connection is closed after so many milliseconds, as the Keep-Alive header promises. */
  readonly keepAliveTimeoutMs: number;
}

/**
 * An idle connection is kept this much longer than promised: the promise is in whole seconds, and a
 * request that a busy peer sends in the last moment of it is not lost. In milliseconds.
 */
export const keepAliveSlackMs = 2000;

/** Creates a server that no slow or greedy peer can tie up. Nobody answers and it does not listen yet. */
export function createLimitedServer(limits: ServerLimits): Server {
  const server = createServer({
    // A peer that sends its request drop by drop gets 408 and loses the connection.
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.requestTimeoutMs / 4),
    maxHeaderSize: 16_384,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    keepAliveTimeoutBuffer: keepAliveSlackMs,
    // A peer that vanished without a word is noticed below HTTP.
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  });
  // A peer that takes nothing of its answer for so long is gone. Event streams stay: their
  // heartbeats come more often.
  server.setTimeout(60_000);
  server.maxConnections = limits.maxConnections;
  return server;
}
