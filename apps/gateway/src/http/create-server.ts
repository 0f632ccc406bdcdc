import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

/** Limits of the HTTP server. */
export interface ServerLimits {
  /** Connections held at once; more are closed unread. */
  readonly maxConnections: number;
  /** An idle connection is closed after so many milliseconds, as the Keep-Alive header promises. */
  readonly keepAliveTimeoutMs: number;
}

/** A promise in whole seconds can be read as a little longer; a request on the way is not lost. */
export const keepAliveSlackMs = 500;

/** Creates a server that no slow or greedy peer can tie up. It does not listen yet. */
export function createLimitedServer(limits: ServerLimits, listener: RequestListener): Server {
  const server = createServer(
    {
      // A peer that sends its request drop by drop gets 408 and loses the connection.
      headersTimeout: 5000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16_384,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      keepAliveTimeoutBuffer: keepAliveSlackMs,
      // A peer that vanished without a word is noticed below HTTP.
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    },
    listener,
  );
  // A peer that takes nothing of its answer for so long is gone. Event streams stay: their
  // heartbeats come more often.
  server.setTimeout(60_000);
  server.maxConnections = limits.maxConnections;
  return server;
}
