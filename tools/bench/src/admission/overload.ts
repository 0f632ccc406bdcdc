// Real servers under 0.8 to 4 times what they can do, with and without admission.
import type { LoadReport, Tally } from './client.ts';
import type { Work } from './kitchen.ts';
import { type Guests, startGuests, startKitchen } from './processes.ts';
import { formatSpread, median, quantile } from '../statistics.ts';
import type { RunOptions, Table } from '../table.ts';

const loads = [0.8, 1.2, 2, 4];
const timeoutMs = 1_000;
const warmUpMs = 3_000;
/** Of the capacity. */
const criticalShare = 0.4;

interface Cell {
  readonly goodput: number;
  readonly p99Ms: number;
  readonly criticalServed: number;
  readonly others: number;
}

export async function measureOverload(
  work: Work,
  title: string,
  { rounds = 3, seconds = 3 }: RunOptions,
  progress: (line: string) => void,
): Promise<Table> {
  using guests = startGuests();
  const capacity = await measureCapacity(work, guests);
  const unloadedP99Ms = await measureUnloaded(work, guests, capacity);
  progress(`${work}: ${capacity.toFixed(0)} calls/s, unloaded p99 ${unloadedP99Ms.toFixed(1)} ms`);
  const cells = new Map<string, Cell[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const load of loads) {
      const guards =
        round % 2 === 0 ? (['guarded', 'bare'] as const) : (['bare', 'guarded'] as const);
      for (const guard of guards) {
        const key = `${guard} ${load}`;
        const report = await overload(work, guard, guests, capacity * load, capacity, seconds);
        const cell = cellOf(report, capacity);
        cells.set(key, [...(cells.get(key) ?? []), cell]);
        progress(
          `${work} ${key}: goodput ${cell.goodput.toFixed(2)}, p99 ${cell.p99Ms.toFixed(0)}`,
        );
      }
    }
  }
  const row = (load: number, guard: 'bare' | 'guarded') => {
    const seen = cells.get(`${guard} ${load}`)!;
    const percent = (share: (cell: Cell) => number) =>
      formatSpread(
        seen.map((cell) => share(cell) * 100),
        0,
      );
    return [
      `${load} ×, ${guard === 'guarded' ? 'admission' : 'bare'}`,
      percent(({ goodput }) => goodput),
      formatSpread(
        seen.map(({ p99Ms }) => p99Ms),
        0,
      ),
      (median(seen.map(({ p99Ms }) => p99Ms)) / unloadedP99Ms).toFixed(1),
      percent(({ criticalServed }) => criticalServed),
      percent(({ others }) => others),
    ];
  };
  return {
    title,
    method: `Capacity ${capacity.toFixed(0)} calls/s (closed loop of 16), p99 at a tenth of it ${unloadedP99Ms.toFixed(1)} ms. Open-loop Poisson load from another process, critical calls at ${criticalShare} of the capacity, the others half default and half sheddable; every call has ${timeoutMs} ms. Each cell has a fresh server, a second at half load, ${warmUpMs / 1_000} s that do not count and ${seconds} s that do; ${rounds} interleaved rounds: median (range).`,
    columns: [
      'load',
      'goodput, % of capacity',
      'p99 of served (ms)',
      '÷ unloaded',
      'critical served, %',
      'others served, %',
    ],
    rows: loads.flatMap((load) => [row(load, 'bare'), row(load, 'guarded')]),
  };
}

async function overload(
  work: Work,
  guard: 'bare' | 'guarded',
  guests: Guests,
  callsPerSecond: number,
  capacity: number,
  seconds: number,
): Promise<LoadReport> {
  using server = await startKitchen(work, guard);
  const order = { port: server.port, method: 'cook', timeoutMs } as const;
  const demandOf = (total: number) => {
    const critical = Math.min(criticalShare * capacity, total / 2);
    const other = (total - critical) / 2;
    return { kind: 'open', perSecond: { critical, default: other, sheddable: other } } as const;
  };
  await guests.load({ ...order, lengthMs: 1_000, warmUpMs: 0, demand: demandOf(capacity / 2) });
  const lengthMs = warmUpMs + seconds * 1_000;
  return await guests.load({ ...order, lengthMs, warmUpMs, demand: demandOf(callsPerSecond) });
}

async function measureCapacity(work: Work, guests: Guests): Promise<number> {
  using server = await startKitchen(work, 'bare');
  const order = { port: server.port, method: 'cook', timeoutMs: 10_000 } as const;
  const demand = { kind: 'closed', concurrency: 16 } as const;
  const report = await guests.load({ ...order, lengthMs: 3_000, warmUpMs: 1_000, demand });
  return report.latenciesMs.length / report.seconds;
}

async function measureUnloaded(work: Work, guests: Guests, capacity: number): Promise<number> {
  using server = await startKitchen(work, 'bare');
  const order = { port: server.port, method: 'cook', timeoutMs } as const;
  const demand = { kind: 'open', perSecond: { default: capacity * 0.1 } } as const;
  const report = await guests.load({ ...order, lengthMs: 5_000, warmUpMs: 1_000, demand });
  return quantile(report.latenciesMs, 0.99);
}

function cellOf({ classes, latenciesMs, seconds }: LoadReport, capacity: number): Cell {
  const share = (tallies: readonly (Tally | undefined)[]) => {
    const sum = (pick: (tally: Tally) => number) =>
      tallies.reduce((total, tally) => total + (tally === undefined ? 0 : pick(tally)), 0);
    return (
      sum(({ served }) => served) / sum(({ served, refused, failed }) => served + refused + failed)
    );
  };
  return {
    goodput: latenciesMs.length / seconds / capacity,
    p99Ms: quantile(latenciesMs, 0.99),
    criticalServed: share([classes['critical']]),
    others: share([classes['default'], classes['sheddable']]),
  };
}
