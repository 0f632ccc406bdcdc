import { createLogger, type Logger } from '@ballast/logging';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressesIn, askPid, WITHIN } from '../test-programs/platform-process.ts';
import { createEndpointsFile, type EndpointsFile } from './endpoints-file.ts';
import { launchInstance } from './launch-instance.ts';
import { Replica, type ReplicaOptions } from './replica.ts';

const PROGRAM = join(import.meta.dirname, '../test-programs/repository/apps/orders/src/main.ts');

let dataDirectory: string;
let endpoints: EndpointsFile;
let wish: string;
let words: string[];
let logger: Logger;

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ballast-replica-'));
  mkdirSync(join(dataDirectory, 'endpoints'));
  endpoints = createEndpointsFile(join(dataDirectory, 'endpoints/orders.json'));
  await endpoints.sweep();
  wish = '';
  words = [];
  logger = createLogger({ service: 'test', destination: { write: (line) => words.push(line) } });
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** Each process behaves as `wish` says when it starts. */
function startReplica(options: Partial<ReplicaOptions> = {}): Replica {
  return new Replica({
    name: 'orders#1',
    endpoints,
    logger,
    backOff: { baseMs: 1 },
    launch: () =>
      launchInstance(
        {
          program: PROGRAM,
          environment: { PORT: '0', TINY_ORDERS: wish },
          nodeOptions: [],
          sharesPort: false,
        },
        () => undefined,
      ),
    ...options,
  });
}

function servingState(replica: Replica): { pid: number; address: string } {
  const { state } = replica;
  if (state.kind !== 'serving') throw new Error(`is ${state.kind}`);
  return state;
}

describe('a replica', () => {
  it('keeps its process when the successor does not start, and says why', async () => {
    const replica = startReplica();
    await replica.served;
    const { pid, address } = servingState(replica);
    wish = 'crash';
    await expect(replica.roll()).rejects.toThrow(
      'ended before it served: exit code 1 (cannot start: orders does not want to)',
    );
    expect(servingState(replica).pid).toBe(pid);
    expect(addressesIn(dataDirectory, 'orders')).toEqual([address]);
    expect(await askPid(`http://${address}`)).toBe(pid);
    await replica.stop(1000);
  });

  it('is never out of sight while it rolls', async () => {
    const replica = startReplica();
    await replica.served;
    const seen = new Set<number>();
    let isRolling = true;
    const rolled = replica.roll().finally(() => (isRolling = false));
    while (isRolling) {
      seen.add(addressesIn(dataDirectory, 'orders').length);
      await new Promise(setImmediate);
    }
    await rolled;
    expect([...seen].sort()).toEqual([1, 2]);
    await replica.stop(1000);
  });

  it('starts at once when it is rolled while it waits, for the change may be the cure', async () => {
    wish = 'crash';
    const replica = startReplica({ backOff: { baseMs: 600_000, maxMs: 600_000 } });
    await expect.poll(() => replica.state.kind, WITHIN).toBe('waiting');
    wish = '';
    await replica.roll();
    await expect.poll(() => replica.state.kind, WITHIN).toBe('serving');
    await replica.stop(1000);
  });

  it('replaces a process that died while its successor was starting', async () => {
    const replica = startReplica();
    await replica.served;
    const { pid } = servingState(replica);
    const rolled = replica.roll();
    await replica.kill('SIGKILL');
    await rolled;
    await expect.poll(() => replica.state.kind, WITHIN).toBe('serving');
    expect(servingState(replica).pid).not.toBe(pid);
    expect(addressesIn(dataDirectory, 'orders')).toEqual([servingState(replica).address]);
    await replica.stop(1000);
  });

  it('is out of sight before it is asked to drain', async () => {
    wish = 'deaf';
    const replica = startReplica();
    await replica.served;
    await replica.kill('SIGTERM');
    expect(addressesIn(dataDirectory, 'orders')).toEqual([]);
    await replica.stop(1);
    expect(replica.state.kind).toBe('stopped');
  });

  it('starts nothing any more once it is told to stop while it starts', async () => {
    const replica = startReplica();
    await replica.stop(2000);
    expect(replica.state.kind).toBe('stopped');
    expect(addressesIn(dataDirectory, 'orders')).toEqual([]);
    await expect(replica.roll()).rejects.toThrow('orders#1 is leaving');
  });

  it('goes on serving without its endpoints file, and says so', async () => {
    rmSync(dataDirectory, { recursive: true });
    const replica = startReplica();
    await replica.served;
    expect(await askPid(`http://${servingState(replica).address}`)).toBe(servingState(replica).pid);
    expect(words.join('')).toContain('cannot write the endpoints file');
    await replica.stop(1000);
  });
});
