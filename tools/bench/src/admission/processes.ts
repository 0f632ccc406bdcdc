import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadReport } from './client.ts';
import type { ServerReport, Work } from './kitchen.ts';

const startChild = (file: string, args: readonly string[] = []): ChildProcess =>
  fork(join(import.meta.dirname, file), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

async function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  const answer = once(child, 'message') as Promise<[Answer]>;
  child.send(message);
  return (await answer)[0];
}

/** A kitchen in a process of its own. */
export async function startKitchen(work: Work, guard: 'guarded' | 'bare', maxLimit?: number) {
  const args = [work, guard, ...(maxLimit === undefined ? [] : [String(maxLimit)])];
  const child = startChild('server.ts', args);
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    report: () => ask<ServerReport>(child, 'report'),
    setWorkers: (workers: number) => void child.send({ workers }),
    [Symbol.dispose]: () => void child.kill(),
  };
}

export type Kitchen = Awaited<ReturnType<typeof startKitchen>>;

/** Loads a kitchen from another process. */
export function startGuests() {
  const child = startChild('client.ts');
  return {
    load: (order: LoadOrder) => ask<LoadReport>(child, order),
    [Symbol.dispose]: () => void child.kill(),
  };
}

export type Guests = ReturnType<typeof startGuests>;
