import type { Service } from './services.ts';

/** What all have together, in ms: the database, which is last, needs the rest of the five seconds. */
const TOTAL_MS = 4200;
/** What stays for those that stop after it. */
const RESERVED_MS: Readonly<Record<Service, number>> = {
  // It has nothing to finish: event streams end, and browsers come back.
  console: 3900,
  gateway: 1500,
  orders: 850,
  inventory: 250,
  notifications: 0,
};

/**
 * How long the replicas of a service may drain when all stop, one service after another.
 *
 * @param elapsedMs since the first was asked to
 */
export function stopGraceMs(service: Service, elapsedMs: number): number {
  return Math.max(200, TOTAL_MS - elapsedMs - RESERVED_MS[service]);
}
