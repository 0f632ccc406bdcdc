import { Driver } from '../driver/driver.ts';
import { Fleet } from '../fleet/fleet.ts';
import { type Group, nameGroup } from '../plan/cell.ts';
import { isOverload, overloadWork } from '../plan/list-groups.ts';
import { easyWork, type WorkloadSettings } from '../replica/workload.ts';
import type { CellResult, Problem } from './cell-result.ts';
import { runGroup } from './run-group.ts';

export interface MatrixOptions {
  readonly groups: readonly Group[];
  readonly seed: number;
  /** How long a fleet is watched after a fault, in milliseconds. Default: 3000. */
  readonly recoveryMs?: number | undefined;
  /** Deadline of every call, in milliseconds. Default: 1000, or 10 000 of streams that last. */
  readonly timeoutMs?: number | undefined;
  onGroup?(group: Group, results: readonly CellResult[]): void;
  onProblem?(problem: Problem): void;
}

export interface MatrixResults {
  readonly cells: readonly CellResult[];
  readonly problems: readonly Problem[];
}

// Starting replicas and clients, on a machine that is busy with something else.
const slackMs = 60_000;

/** Runs groups one after the other. One that goes wrong is told of, and the others go on. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixResults> {
  const cells: CellResult[] = [];
  const problems: Problem[] = [];
  for (const { size, work, groups } of fleetsOf(options.groups)) {
    const callers = 1 + Math.max(...groups.map(({ variants }) => variants.length));
    await using rooms = new Rooms(size, work, callers);
    for (const group of groups) {
      try {
        const results = await runBounded(group, rooms, options);
        cells.push(...results);
        options.onGroup?.(group, results);
      } catch (error) {
        const problem = { group: nameGroup(group), problem: String(error) };
        problems.push(problem);
        options.onProblem?.(problem);
        // Nobody knows what it left behind.
        await rooms.clear();
      }
    }
  }
  return { cells, problems };
}

/** One fleet after the other: those that can be overloaded do other work than the rest. */
function fleetsOf(groups: readonly Group[]) {
  const fleets = new Map<string, Group[]>();
  for (const group of groups) {
    const key = `${group.replicas} ${isOverload(group.scenario)}`;
    fleets.set(key, [...(fleets.get(key) ?? []), group]);
  }
  return [...fleets.values()].map((own) => ({
    size: own[0]!.replicas,
    work: isOverload(own[0]!.scenario) ? overloadWork : easyWork,
    groups: own,
  }));
}

async function runBounded(
  group: Group,
  rooms: Rooms,
  { seed, recoveryMs = 3000, timeoutMs }: MatrixOptions,
): Promise<readonly CellResult[]> {
  const { fleet, drivers } = await rooms.open();
  const phasesMs = (4 * group.calls * 1000) / group.perSecond + 4 * recoveryMs;
  const signal = AbortSignal.timeout(Math.ceil(phasesMs + slackMs));
  const timedOut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('it took too long')));
  });
  const options = { fleet, drivers, seed, recoveryMs, timeoutMs, signal };
  return Promise.race([runGroup(group, options), timedOut]);
}

/** A fleet and its drivers, started when they are first needed, and again after they were cleared. */
class Rooms implements AsyncDisposable {
  readonly #size: number;
  readonly #work: WorkloadSettings;
  readonly #callers: number;
  #opened: { readonly fleet: Fleet; readonly drivers: readonly Driver[] } | undefined;

  constructor(size: number, work: WorkloadSettings, callers: number) {
    this.#size = size;
    this.#work = work;
    this.#callers = callers;
  }

  async open(): Promise<{ readonly fleet: Fleet; readonly drivers: readonly Driver[] }> {
    if (this.#opened === undefined) {
      const fleet = await Fleet.start(this.#size, this.#work);
      const drivers = Array.from({ length: this.#callers }, () => new Driver());
      this.#opened = { fleet, drivers };
    }
    return this.#opened;
  }

  async clear(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    await Promise.all(opened.drivers.map((driver) => driver[Symbol.asyncDispose]()));
    await opened.fleet[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.clear();
  }
}
