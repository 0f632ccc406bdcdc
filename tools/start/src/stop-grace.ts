import type { Service } from './services.ts';

/** What all have together, in ms: the database, which is last, needs the rest of the five seconds. */
const TOTAL_MS = 4200;
/** What stays for those that stop after it. */
const RESERVED_MS: Readonly<Record<Service, number>> = {
  gateway: 1800,
  orders: 1150,
  inventory: 550,
  notifications: 300,
  console: 0,
};

/**
 * How long the replicas of a service may drain when all stop, one service after another.
 *
 * @param elapsedMs since the first was asked to
 */
export function stopGraceMs(service: Service, elapsedMs: number): number {
  return Math.max(200, TOTAL_MS - elapsedMs - RESERVED_MS[service]);
}
