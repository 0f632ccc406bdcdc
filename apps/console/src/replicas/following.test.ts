import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReplica } from '../../test/start-replica.ts';
import { startTestConsole } from '../../test/start-test-console.ts';
import type { FaultsAnswer } from '../api.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'console-'))));
afterEach(() => rmSync(directory, { recursive: true }));

function list(addresses: readonly string[]): string {
  const file = join(directory, 'inventory.json');
  writeFileSync(
    `${file}.new`,
    JSON.stringify({ endpoints: addresses.map((address) => ({ address })) }),
  );
  renameSync(`${file}.new`, file);
  return pathToFileURL(file).href;
}

describe('a console', () => {
  it('follows whom a target lists, loses who leaves, and finds who comes', async () => {
    await using first = await startReplica();
    const inventory = list([first.address]);
    await using console = await startTestConsole({ targets: { inventory } });
    const { replicas } = await console.see(
      ({ replicas: [replica] }) => replica?.isFollowed === true,
    );
    expect(replicas).toMatchObject([
      {
        ...{ id: first.address, service: 'inventory', state: 'serving', pid: process.pid },
        ...{ takesFaults: true, restarts: null },
      },
    ]);
    await using second = await startReplica();
    list([first.address, second.address]);
    await console.see(
      (snapshot) => snapshot.replicas.filter((each) => each.isFollowed).length === 2,
    );
    list([second.address]);
    await first.drain();
    const last = await console.see((snapshot) => snapshot.replicas.length === 1);
    expect(last.replicas[0]?.id).toBe(second.address);
    expect(last.happenings.map(({ text }) => text)).toContain(`${first.address} is gone`);
  });

  it('notices that a replica is away, says so, and follows it again when it is back', async () => {
    const before = await startReplica();
    const { address, port } = before;
    await using console = await startTestConsole({
      targets: { inventory: `static:///${address}` },
    });
    await console.see(({ replicas: [replica] }) => replica?.isFollowed === true);
    await before.drain();
    const away = await console.see(({ replicas: [replica] }) => replica?.state === 'unreachable');
    expect(away.alerts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['no replica of inventory serves', `${address} does not answer`]),
    );
    await using back = await startReplica(port);
    expect(back.address).toBe(address);
    const again = await console.see(({ replicas: [replica] }) => replica?.state === 'serving');
    expect(again.alerts).toEqual([]);
  });

  it('sets faults on a replica, shows them with their hits, and clears them', async () => {
    await using replica = await startReplica();
    const { address } = replica;
    await using console = await startTestConsole({
      targets: { inventory: `static:///${address}` },
    });
    await console.see(({ replicas: [each] }) => each?.takesFaults === true);
    const fault = { toggle: 'latency', parameters: { delayMs: 40 }, share: 0.5, ttlMs: 60_000 };
    const set = await console.tell('/api/faults', { action: 'set', replicas: [address], fault });
    expect(set).toMatchObject({
      status: 200,
      body: {
        failed: [],
        faults: [
          {
            ...{ replica: address, toggle: 'latency', share: 0.5, hits: 0 },
            parameters: { delayMs: 40, sigma: 0 },
            text: 'slow answers, 40 ms, 50 % of calls',
          },
        ],
      },
    });
    const seen = await console.see(({ faults }) => faults.length === 1);
    expect(seen.replicas[0]?.faults).toEqual(['latency']);
    const cleared = await console.tell('/api/faults', { action: 'clear', replicas: [] });
    expect((cleared.body as FaultsAnswer).faults).toEqual([]);
  });

  it.each([
    [{ toggle: 'latency', parameters: { delayMs: 0 } }, 'delayMs must be within 1 to 60000, got 0'],
    [{ toggle: 'hang', parameters: { x: 1 } }, 'hang has no parameter "x"'],
    [{ toggle: 'gremlins' }, 'must be equal to one of the allowed values'],
    [{ toggle: 'hang', share: 0 }, 'must be > 0'],
  ])('refuses the fault %j', async (fault, words) => {
    await using console = await startTestConsole({ targets: {} });
    const body = { action: 'set', replicas: ['a'], fault };
    expect(await console.tell('/api/faults', body)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(words) as string },
    });
  });
});
