import { Code, isStatusError } from '@ballast/status';
import { backoffMs } from './backoff.ts';
import { pause } from './pause.ts';
import type { Services } from './services.ts';

/** Why requests should not be sent here. */
export interface Obstacle {
  readonly reason: 'DRAINING' | 'STARTING';
  readonly detail: string;
}

/** Whether requests should be sent here. */
export interface Readiness {
  /** What stands against it, or undefined. */
  obstacle(): Obstacle | undefined;
  /** From now on there is an obstacle, whatever the services say. */
  startDraining(): void;
  /** Ends the probes. */
  stop(): void;
}

/** Asks a service something small; rejects where it does not answer. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

/** How long one probe may take, in milliseconds. */
const probeTimeoutMs = 1000;

/** The smallest questions that the services have. */
export function createProbes({ orders, inventory }: Services): Readonly<Record<string, Probe>> {
  const timeoutMs = probeTimeoutMs;
  return {
    orders: (signal) =>
      orders.listOrders(
        { customerId: 'readyz', pageSize: 1, pageToken: '' },
        { signal, timeoutMs },
      ),
    inventory: (signal) =>
      inventory.listStock({ pageSize: 1, pageToken: '' }, { signal, timeoutMs }),
  };
}

/** Probes each service until it has answered once, and then no more. */
export function startReadiness(probes: Readonly<Record<string, Probe>>): Readiness {
  const stopped = new AbortController();
  const silent = new Set(Object.keys(probes));
  let isDraining = false;
  for (const [name, probe] of Object.entries(probes)) {
    void awaitAnswer(probe, stopped.signal).then(() => silent.delete(name));
  }
  return {
    obstacle: () => {
      if (isDraining) return { reason: 'DRAINING', detail: 'this gateway is about to leave' };
      if (silent.size === 0) return undefined;
      const names = [...silent].join(' and ');
      return { reason: 'STARTING', detail: `${names} did not answer yet` };
    },
    startDraining: () => {
      isDraining = true;
      stopped.abort();
    },
    stop: () => stopped.abort(),
  };
}

async function awaitAnswer(probe: Probe, signal: AbortSignal): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      await probe(signal);
      return;
    } catch (error) {
      if (isAnswer(error)) return;
    }
    await pause(backoffMs(failures, { baseMs: 100, maxMs: 1000 }), signal);
  }
}

/** A service that refuses is there, and so is one whose database is away. */
function isAnswer(error: unknown): boolean {
  if (!isStatusError(error)) return false;
  const isSilence =
    error.code === Code.UNAVAILABLE ||
    error.code === Code.DEADLINE_EXCEEDED ||
    error.code === Code.CANCELLED;
  return !isSilence || error.reason === 'DATABASE_UNAVAILABLE';
}
