import type { ModelServer } from './model-server.ts';
import type { Random } from './random.ts';

export interface Change {
  readonly atMs: number;
  apply(servers: readonly ModelServer[]): void;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly clients: number;
  readonly servers: number;
  readonly workers: number;
  readonly meanServiceMs: number;
  /** One way, in milliseconds. */
  readonly networkMs: number;
  readonly callsPerSecond: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly changes: (random: Random) => Change[];
}

const fleet = {
  clients: 50,
  servers: 50,
  workers: 4,
  meanServiceMs: 10,
  networkMs: 0.25,
  durationMs: 20_000,
  warmUpMs: 2_000,
} as const;

/** Calls per second that all servers together could serve if none were slow. */
const CAPACITY = (fleet.servers * fleet.workers * 1_000) / fleet.meanServiceMs;
const SLOW_SHARE = 0.1;
const SLOWDOWN = 5;

/** The scenarios of the comparison; A to D as in the design notes, E is the fair-weather fleet. */
export const scenarios: readonly Scenario[] = [
  {
    ...fleet,
    name: 'A',
    title: 'a tenth of the servers 5 times slower, 75 % load',
    callsPerSecond: 0.75 * CAPACITY,
    changes: slowFromTheStart,
  },
  {
    ...fleet,
    name: 'B',
    title: 'the slow tenth changes every 2 s, 75 % load',
    callsPerSecond: 0.75 * CAPACITY,
    changes: slowSetMoves,
  },
  {
    ...fleet,
    name: 'C',
    title: 'a tenth 5 times slower, 90 % load',
    callsPerSecond: 0.9 * CAPACITY,
    changes: slowFromTheStart,
  },
  {
    ...fleet,
    name: 'D',
    title: 'a tenth 5 times slower, 75 % load from 200 clients',
    clients: 200,
    callsPerSecond: 0.75 * CAPACITY,
    changes: slowFromTheStart,
  },
  {
    ...fleet,
    name: 'E',
    title: 'all servers alike, 75 % load',
    callsPerSecond: 0.75 * CAPACITY,
    changes: () => [],
  },
];

function slowFromTheStart(random: Random): Change[] {
  return [{ atMs: 0, apply: (servers) => slowDown(servers, random) }];
}

function slowSetMoves(random: Random): Change[] {
  const changes: Change[] = [];
  for (let atMs = 0; atMs < fleet.durationMs; atMs += 2_000) {
    changes.push({ atMs, apply: (servers) => slowDown(servers, random) });
  }
  return changes;
}

function slowDown(servers: readonly ModelServer[], random: Random): void {
  for (const server of servers) server.slowdown = 1;
  const slow = new Set<number>();
  while (slow.size < servers.length * SLOW_SHARE) slow.add(Math.floor(random() * servers.length));
  for (const index of slow) servers[index]!.slowdown = SLOWDOWN;
}
