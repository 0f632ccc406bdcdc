import { setTimeout as pause } from 'node:timers/promises';
import { type StatusError, unavailable } from '@ballast/status';
import type { Server } from '@grpc/grpc-js';
import type { CallRegistry } from './calls/call-registry.ts';
import type { Listener } from './listener.ts';
import type { ServerLogger } from './logger.ts';

/** What a server that leaves has to close. */
export interface ServerParts {
  readonly grpc: Server;
  readonly listener: Listener;
  readonly registry: CallRegistry;
  readonly health: { leave(): void };
  readonly logger: ServerLogger;
}

export interface DrainTimes {
  readonly delayMs: number;
  readonly graceMs: number;
}

// How long the last statuses have to reach their callers before connections are cut.
const flushMs = 250;

/**
 * Leaves in order: health says NOT_SERVING; after a delay no new connection is taken and every old
 * one gets a GOAWAY; streams without an end are ended, and can only come back elsewhere; what else
 * is in flight finishes; after the grace the rest is ended, and its connections are cut. `forced`
 * cuts all waiting short.
 */
export async function drain(
  { grpc, listener, registry, health, logger }: ServerParts,
  { delayMs, graceMs }: DrainTimes,
  forced: AbortSignal,
): Promise<void> {
  logger.info({ address: listener.address, calls: registry.size }, 'draining');
  health.leave();
  registry.announceDrain();
  await pause(delayMs, undefined, { signal: forced }).catch(() => undefined);
  // grpc-js leaves the waiting to its own listener: its callback may come at once.
  const goaway = new Promise<void>((resolve) => grpc.tryShutdown(() => resolve()));
  const closed = Promise.all([goaway, listener.close()]);
  registry.endEndless(serverDraining());
  if (!(await settlesWithin(closed, graceMs, forced))) {
    logger.warn({ calls: registry.size, graceMs }, 'calls are ended after the grace');
    registry.endAll(serverDraining());
    if (!(await settlesWithin(closed, flushMs))) {
      grpc.forceShutdown();
      listener.cut();
    }
  }
  await closed;
  logger.info({ address: listener.address }, 'stopped');
}

/** What a call that this server ends is told: come back, at once, elsewhere. */
export function serverDraining(): StatusError {
  return unavailable('this server is leaving: call again', {
    reason: 'SERVER_DRAINING',
    retryDelayMs: 0,
  });
}

async function settlesWithin(
  promise: Promise<unknown>,
  ms: number,
  forced?: AbortSignal,
): Promise<boolean> {
  const done = new AbortController();
  const signal = forced === undefined ? done.signal : AbortSignal.any([done.signal, forced]);
  const late = pause(ms, false, { signal }).catch(() => false);
  const outcome = await Promise.race([promise.then(() => true), late]);
  done.abort();
  return outcome;
}
