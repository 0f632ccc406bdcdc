import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressesIn,
  askPid,
  findLiving,
  identify,
  runCommand,
  startPlatformProcess,
  type PlatformProcess,
  WITHIN,
} from '../test-programs/platform-process.ts';

async function pidsOf(platform: PlatformProcess): Promise<number[]> {
  const { replicas } = await platform.control.status();
  return replicas.map(({ pid }) => pid);
}

describe('npm start', () => {
  let platform: PlatformProcess;
  beforeAll(async () => {
    platform = await startPlatformProcess({
      args: ['--replicas', 'orders=2,inventory=1'],
      environment: { TINY_GATEWAY: 'empty' },
    });
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('runs every replica as a process, and lists those that are called by name', async () => {
    const { replicas, shopUrl, isReady } = await platform.control.status();
    expect(isReady).toBe(true);
    expect(shopUrl).toBe(platform.shopUrl);
    expect(replicas.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'gateway#1 serving',
      'orders#1 serving',
      'orders#2 serving',
      'inventory#1 serving',
      'notifications#1 serving',
      'console#1 serving',
    ]);
    expect(new Set(replicas.map(({ pid }) => pid)).size).toBe(6);
    const orders = replicas.filter(({ service }) => service === 'orders');
    expect(addressesIn(platform.dataDirectory, 'orders')).toEqual(
      orders.map(({ address }) => address).sort(),
    );
    expect(await askPid(platform.shopUrl)).toBe(replicas[0]?.pid);
  });

  it('fills an empty catalogue, and logs in JSON lines where it is not on a terminal', async () => {
    const line = await platform.hears('catalogue filled');
    expect(JSON.parse(line)).toEqual({ level: 'info', message: 'catalogue filled' });
  });

  it('starts again what was killed, and takes it out of its callers’ sight meanwhile', async () => {
    const before = (await platform.control.status()).replicas[2];
    await platform.control.kill('orders#2');
    await platform.hears('ended: SIGKILL; starting again in');
    await expect
      .poll(() => addressesIn(platform.dataDirectory, 'orders'), WITHIN)
      .not.toContain(before?.address);
    await expect
      .poll(() => platform.control.status().then(({ replicas }) => replicas[2]?.state), WITHIN)
      .toBe('serving');
    const [, first, second] = (await platform.control.status()).replicas;
    expect(second?.pid).not.toBe(before?.pid);
    expect(addressesIn(platform.dataDirectory, 'orders')).toEqual(
      [first?.address, second?.address].sort(),
    );
  });

  it('loses no request while every process is replaced, the gateway’s too', async () => {
    const before = await pidsOf(platform);
    const identities = identify(before);
    const answeredBy = new Set<number>();
    let isRolling = true;
    let requests = 0;
    const load = async (): Promise<void> => {
      while (isRolling) answeredBy.add(await askPid(platform.shopUrl, requests++ % 7));
    };
    const loads = Array.from({ length: 12 }, load);
    await platform.control.rollAll();
    await platform.control.roll('gateway#1');
    await platform.control.roll('gateway#1');
    isRolling = false;
    await Promise.all(loads);
    expect(requests).toBeGreaterThan(300);
    expect(answeredBy.size).toBe(4);
    const after = await pidsOf(platform);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(findLiving(identities)).toEqual([]);
  });

  it('replaces every process on SIGUSR2 as well', async () => {
    const before = await pidsOf(platform);
    platform.child.kill('SIGUSR2');
    await platform.hears('every replica has a successor');
    const after = await pidsOf(platform);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('explains over its control socket what it cannot do', async () => {
    const { control } = platform;
    await expect(control.kill('orders#9')).rejects.toThrow(
      'there is no replica "orders#9": there are gateway#1, orders#1,',
    );
    await expect(control.restartDatabase()).rejects.toThrow('not ours to restart');
    await expect(control.scale('shop', 1)).rejects.toThrow('there is no service "shop"');
    await expect(control.kill('orders#1', 'KILL' as NodeJS.Signals)).rejects.toThrow(
      'signal must be like SIGKILL, got "KILL"',
    );
  });

  it('runs the console on a port of its own, and tells it whom to follow', async () => {
    const { consoleUrl, replicas } = await platform.control.status();
    expect(consoleUrl).toBe(platform.consoleUrl);
    const { pid, address } = replicas.find(({ service }) => service === 'console')!;
    expect(`http://${address}`).toBe(consoleUrl);
    expect(await askPid(consoleUrl)).toBe(pid);
  });

  it('lets nobody but its user steer it', () => {
    expect(statSync(join(platform.dataDirectory, 'control.sock')).mode & 0o777).toBe(0o600);
  });

  it('pauses a replica, and lets it go on', async () => {
    const stateOf = async () => {
      const { replicas } = await platform.control.status();
      return replicas.find(({ name }) => name === 'orders#1')?.state;
    };
    await platform.control.kill('orders#1', 'SIGSTOP');
    expect(await stateOf()).toBe('paused');
    await platform.control.kill('orders#1', 'SIGCONT');
    expect(await stateOf()).toBe('serving');
  });

  it('starts replicas while it runs, and drains those that are too many', async () => {
    const { control, dataDirectory } = platform;
    const ofInventory = async () => {
      const { replicas } = await control.status();
      return replicas.filter(({ service }) => service === 'inventory');
    };
    await control.scale('inventory', 3);
    await expect
      .poll(async () => (await ofInventory()).map(({ name, state }) => `${name} ${state}`), WITHIN)
      .toEqual(['inventory#1 serving', 'inventory#2 serving', 'inventory#3 serving']);
    const [first, ...others] = await ofInventory();
    await control.scale('inventory', 1);
    await expect.poll(async () => (await ofInventory()).length, WITHIN).toBe(1);
    expect(findLiving(identify(others.map(({ pid }) => pid)))).toEqual([]);
    expect(addressesIn(dataDirectory, 'inventory')).toEqual([first?.address]);
    await expect(control.scale('gateway', 2)).rejects.toThrow('gateway runs as 1 to 1 replicas');
    await expect(control.scale('inventory', 33)).rejects.toThrow('0 to 32 replicas, not 33');
  });

  it('has its data directory for itself', async () => {
    await using other = runCommand('start.ts', {
      dataDirectory: platform.dataDirectory,
      args: ['--port', '0'],
    });
    const { code, stderr } = await other.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ballast: [^\n]*\n$/);
    expect(stderr).toContain(`is in use by another npm start (process ${platform.child.pid})`);
  });
});

describe.concurrent('npm start leaves', () => {
  it('no process, no lock and no socket on SIGTERM, and has said one line on standard output', async () => {
    await using platform = await startPlatformProcess();
    const identities = identify(await pidsOf(platform));
    expect(identities).toHaveLength(5);
    platform.child.kill('SIGTERM');
    // As from npm, which passes on what a process group was told already: no second wish.
    await platform.hears('"leaving"');
    platform.child.kill('SIGTERM');
    const { code, stdout } = await platform.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ready in \d+\.\d s {2}shop http:\/\/127\.0\.0\.1:\d+ {2}console http:\/\/127\.0\.0\.1:\d+\n$/,
    );
    expect(findLiving(identities)).toEqual([]);
    expect(readdirSync(platform.dataDirectory)).toEqual(['endpoints']);
    expect(addressesIn(platform.dataDirectory, 'orders')).toEqual([]);
    await expect(askPid(platform.shopUrl)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('within five seconds although a service does not drain', async () => {
    await using platform = await startPlatformProcess({ environment: { TINY_ORDERS: 'deaf' } });
    const identities = identify(await pidsOf(platform));
    const startedMs = performance.now();
    platform.child.kill('SIGTERM');
    const { code, stderr } = await platform.ended;
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect(code).toBe(0);
    expect(stderr).toContain('did not drain: SIGKILL');
    expect(findLiving(identities)).toEqual([]);
  });

  it('at once at the second signal', async () => {
    await using platform = await startPlatformProcess({ environment: { TINY_GATEWAY: 'deaf' } });
    const identities = identify(await pidsOf(platform));
    platform.child.kill('SIGINT');
    await platform.hears('"leaving"');
    // Longer than an echo of the first would take.
    await new Promise((resolve) => setTimeout(resolve, 550));
    const startedMs = performance.now();
    platform.child.kill('SIGINT');
    expect((await platform.ended).code).toBe(1);
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(findLiving(identities)).toEqual([]);
    expect(readdirSync(platform.dataDirectory)).toEqual(['endpoints']);
  });

  it('no service behind when it is killed outright, and starts again over its remains', async ({
    expect,
  }) => {
    await using killed = await startPlatformProcess();
    const identities = identify(await pidsOf(killed));
    killed.child.kill('SIGKILL');
    await killed.ended;
    await using next = await startPlatformProcess({ dataDirectory: killed.dataDirectory });
    await expect.poll(() => findLiving(identities), WITHIN).toEqual([]);
    const { replicas } = await next.control.status();
    expect(addressesIn(next.dataDirectory, 'orders')).toEqual([replicas[1]?.address]);
  });

  it('when its control socket is told so', async () => {
    await using platform = await startPlatformProcess();
    await platform.control.stop();
    expect((await platform.ended).code).toBe(0);
    expect(existsSync(join(platform.dataDirectory, 'control.sock'))).toBe(false);
  });
});
