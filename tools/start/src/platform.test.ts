import { silentLogger } from '@ballast/logging';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchInstance } from './launch-instance.ts';
import { Platform, type Replicas } from './platform.ts';
import { Replica } from './replica.ts';

const PROGRAM = join(import.meta.dirname, '../test-programs/repository/apps/orders/src/main.ts');

let dataDirectory: string;
let started: Replica[];
let gate: PromiseWithResolvers<void>;
let replicas: Replicas;
let platform: Platform;

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ballast-platform-'));
  started = [];
  gate = Promise.withResolvers();
  replicas = { console: [], gateway: [], orders: [], inventory: [], notifications: [] };
  const resources = new AsyncDisposableStack();
  resources.defer(async () => {
    await Promise.all(replicas.orders.map((replica) => replica.stop(5000)));
  });
  platform = new Platform({
    surroundings: {
      ...{ root: dataDirectory, dataDirectory, port: 1, consolePort: undefined, databaseUrl: '' },
    },
    database: { url: '', restart: () => Promise.resolve(), leave: () => Promise.resolve() },
    log: { logger: silentLogger, outputOf: () => () => undefined, flush: () => Promise.resolve() },
    ...{ replicas, resources },
    start: async (_service, names) => {
      await gate.promise;
      const some = names.map((name) => startReplica(name));
      started.push(...some);
      return some;
    },
  });
});
afterEach(async () => {
  gate.resolve();
  await platform.stop();
  await Promise.all(started.map((replica) => replica.stop(0)));
  rmSync(dataDirectory, { recursive: true, force: true });
});

function startReplica(name: string): Replica {
  return new Replica({
    name,
    logger: silentLogger,
    launch: () =>
      launchInstance(
        {
          program: PROGRAM,
          environment: { PORT: '0', TINY_ORDERS: '' },
          ...{ nodeOptions: [], sharesPort: false },
        },
        () => undefined,
      ),
  });
}

it('starts each replica once, however often the same number is asked for at a time', async () => {
  const scaled = [platform.scale('orders', 2), platform.scale('orders', 2)];
  gate.resolve();
  await Promise.all(scaled);
  expect(replicas.orders.map(({ name }) => name)).toEqual(['orders#1', 'orders#2']);
});

it('goes on scaling after a number that is out of range', async () => {
  gate.resolve();
  const [refused, scaled] = [platform.scale('orders', 1000), platform.scale('orders', 1)];
  await expect(refused).rejects.toThrow('not 1000');
  await scaled;
  expect(started).toHaveLength(1);
});

it('leaves no replica behind that was being started when it was stopped', async () => {
  const scaled = platform.scale('orders', 1);
  // It is under way, no longer waiting for its turn.
  await Promise.resolve();
  const stopped = platform.stop();
  gate.resolve();
  await Promise.all([scaled, stopped]);
  expect(started.map(({ state }) => state.kind)).toEqual(['stopped']);
});
