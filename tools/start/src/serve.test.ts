import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressesIn,
  askPid,
  findLiving,
  identify,
  runCommand,
  startPlatformProcess,
  type CommandOptions,
  WITHIN,
} from '../test-programs/platform-process.ts';

const TEST_PROGRAMS = join(import.meta.dirname, '../test-programs');
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-serve-'));
  cpSync(join(TEST_PROGRAMS, 'repository'), root, { recursive: true });
  symlinkSync(join(TEST_PROGRAMS, '../../../node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'libs/one/src'), { recursive: true });
  for (const app of ['console', 'gateway', 'orders', 'inventory', 'notifications'])
    writeMain(app, '');
});
afterAll(() => rmSync(root, { recursive: true }));

function writeMain(app: string, extra: string): void {
  writeFileSync(
    join(root, 'apps', app, 'src/main.ts'),
    `import { runProgram } from '@ballast/program';
import { startTinyService } from ${JSON.stringify(join(TEST_PROGRAMS, 'start-tiny-service.ts'))};
${extra}
await runProgram((environment) => startTinyService('${app}', environment));
`,
  );
}

function serve(app: string, options: CommandOptions = {}) {
  return runCommand('serve.ts', {
    ...options,
    args: [app, ...(options.args ?? [])],
    environment: { ...options.environment, TINY_ROOT: root },
  });
}

async function addressOf(command: ReturnType<typeof serve>): Promise<string> {
  const line = await command.firstLine;
  const address = /^\w+ ready in \d+\.\d s {2}(127\.0\.0\.1:\d+)$/.exec(line)?.[1];
  if (address === undefined) throw new Error(`not ready: ${line}\n${(await command.ended).stderr}`);
  return address;
}

describe('nx serve', () => {
  it('reloads after a change of the app, and of a library', async () => {
    await using command = serve('orders');
    await addressOf(command);
    /** Empty while two of them are to be seen. */
    const ask = async (): Promise<number[]> => {
      const addresses = addressesIn(command.dataDirectory, 'orders');
      if (addresses.length > 1) return [];
      return Promise.all(addresses.map((address) => askPid(`http://${address}`)));
    };
    const first = await ask();
    writeMain('orders', '// changed');
    const line = await command.hears('"reloaded"');
    expect((JSON.parse(line) as { tookMs: number }).tookMs).toBeLessThan(5000);
    await expect.poll(ask, WITHIN).toEqual([expect.any(Number)]);
    const second = await ask();
    expect(second).not.toEqual(first);
    writeFileSync(join(root, 'libs/one/src/new.ts'), 'export {};');
    await expect.poll(ask, WITHIN).not.toEqual(second);
  });

  it('reloads the gateway on its port without losing a request', async () => {
    await using command = serve('gateway', { args: ['--port', '0'] });
    const shopUrl = `http://${await addressOf(command)}`;
    const first = await askPid(shopUrl);
    const answeredBy = new Set<number>();
    let isReloading = true;
    const load = async (): Promise<void> => {
      while (isReloading) answeredBy.add(await askPid(shopUrl));
    };
    const loads = [load(), load(), load()];
    writeMain('gateway', '// changed');
    await command.hears('"reloaded"');
    await expect.poll(() => findLiving(identify([first])), WITHIN).toEqual([]);
    await expect.poll(() => answeredBy.size, WITHIN).toBe(2);
    isReloading = false;
    await Promise.all(loads);
  });

  it('leaves the old version serving while the new one is broken, and says so', async () => {
    await using command = serve('inventory');
    const address = await addressOf(command);
    const pid = await askPid(`http://${address}`);
    writeMain('inventory', 'const = 1;');
    const line = await command.hears('the new version does not start, the old one keeps serving');
    expect(line).toContain('SyntaxError');
    expect(await askPid(`http://${address}`)).toBe(pid);
    writeMain('inventory', '// mended');
    await command.hears('"reloaded"');
    expect(addressesIn(command.dataDirectory, 'inventory')).not.toEqual([address]);
  });

  it('gives up a version that hangs when the next one is there', async () => {
    await using command = serve('inventory');
    const pid = await askPid(`http://${await addressOf(command)}`);
    const hung = join(command.dataDirectory, 'hung');
    writeMain(
      'inventory',
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(hung)}, String(process.pid)); for (;;);`,
    );
    await expect.poll(() => existsSync(hung), WITHIN).toBe(true);
    const identities = identify([Number(readFileSync(hung, 'utf8'))]);
    writeMain('inventory', '// mended');
    await command.hears('"reloaded"');
    expect(findLiving(identities)).toEqual([]);
    await expect.poll(() => findLiving(identify([pid])), WITHIN).toEqual([]);
  });

  it('joins a running npm start as one more replica, and leaves it as it was', async () => {
    await using platform = await startPlatformProcess();
    const { dataDirectory } = platform;
    const before = addressesIn(dataDirectory, 'orders');
    await using command = serve('orders', { dataDirectory });
    const address = await addressOf(command);
    expect(addressesIn(dataDirectory, 'orders')).toEqual([...before, address].sort());
    const identities = identify([await askPid(`http://${address}`)]);
    command.child.kill('SIGTERM');
    expect((await command.ended).code).toBe(0);
    expect(addressesIn(dataDirectory, 'orders')).toEqual(before);
    expect(findLiving(identities)).toEqual([]);
  });

  it('takes its app with it when it is killed outright', async () => {
    await using command = serve('orders');
    const identities = identify([await askPid(`http://${await addressOf(command)}`)]);
    command.child.kill('SIGKILL');
    await expect.poll(() => findLiving(identities), WITHIN).toEqual([]);
  });

  it.each([
    [['shop'], 64, 'name one app, gateway, orders, inventory, notifications, console; got "shop"'],
    [[], 64, 'name one app, gateway, orders, inventory, notifications, console; got ""'],
    [['orders', '--port', '1'], 64, '--port is for the gateway and the console'],
    [['orders', '--replicas', '2'], 64, "Unknown option '--replicas'"],
  ])('refuses %j in one line', async (args, code, words) => {
    await using command = runCommand('serve.ts', { args, environment: { TINY_ROOT: root } });
    const end = await command.ended;
    expect(end.code).toBe(code);
    expect(end.stderr).toMatch(/^ballast: .*\n$/);
    expect(end.stderr).toContain(words);
  });

  it('refuses a port that is taken in one line', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using command = serve('gateway', { args: ['--port', String(port)] });
    const { code, stderr } = await command.ended;
    server.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ballast: .*\n$/);
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is taken`);
  });
});
