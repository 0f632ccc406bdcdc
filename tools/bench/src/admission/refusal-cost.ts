// What the server's process spends on a call that it refuses, beside those that it serves.
import { formatSpread, median } from '../statistics.ts';
import type { Table } from '../table.ts';
import { computeMs } from './kitchen.ts';
import { type Guests, startGuests, startKitchen } from './processes.ts';

const rounds = 5;
const lengthMs = 1_200;

export async function measureRefusals(progress: (line: string) => void): Promise<Table> {
  using guests = startGuests();
  const micros = new Map<string, number[]>();
  const kinds = [
    ['refused', 'guarded', 1, 'taste'],
    ['served, no work, guarded', 'guarded', undefined, 'taste'],
    ['served, no work, bare', 'bare', undefined, 'taste'],
    [`served, ${computeMs} ms of work, bare`, 'bare', undefined, 'cook'],
  ] as const;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, guard, maxLimit, method] of kinds) {
      const cost = await cpuMicrosPerCall(guests, guard, maxLimit, method);
      // The first round warms up the client.
      if (round > 0) micros.set(name, [...(micros.get(name) ?? []), cost]);
    }
    progress(`cost, round ${round} of ${rounds}`);
  }
  const of = (name: string) => micros.get(name)!;
  const refused = median(of('refused'));
  return {
    title: 'What a refusal costs',
    method: `CPU of the server's process for each call (user and system, the HTTP/2 of Node included), closed loop of 8 calls from another process, ${rounds} interleaved rounds of ${lengthMs / 1_000} s: median (range).`,
    columns: ['call', 'CPU (µs)', 'a refusal is, %'],
    rows: kinds.map(([name]) => [
      name,
      formatSpread(of(name), 0),
      ((refused / median(of(name))) * 100).toFixed(name.includes('ms of') ? 1 : 0),
    ]),
  };
}

async function cpuMicrosPerCall(
  guests: Guests,
  guard: 'guarded' | 'bare',
  maxLimit: number | undefined,
  method: 'cook' | 'taste',
): Promise<number> {
  using server = await startKitchen('computing', guard, maxLimit);
  const order = { port: server.port, method, timeoutMs: 5_000, warmUpMs: 0 } as const;
  const demand = { kind: 'closed', concurrency: 8 } as const;
  await guests.load({ ...order, lengthMs: 400, demand });
  const before = await server.report();
  const { classes } = await guests.load({ ...order, lengthMs, demand });
  const after = await server.report();
  const { served, refused, failed } = classes['default']!;
  return (after.cpuMicros - before.cpuMicros) / (served + refused + failed);
}
