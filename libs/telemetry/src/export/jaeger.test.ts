// A real Jaeger takes what is sent, by OTLP and by its own former protocol. Passed over where there is
// no `jaeger` (version 2) on the PATH.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traceClientCall, TracedClientMethod } from '@ballast/tracing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { settingsOf } from '../../test/settings.ts';
import { startTelemetry } from '../start-telemetry.ts';

const hasJaeger = spawnSync('jaeger', ['--help']).status === 0;
const resources = new AsyncDisposableStack();
const ports = { http: 0, grpc: 0, thrift: 0, query: 0 };

beforeAll(async () => {
  if (!hasJaeger) return;
  for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'ballast-jaeger-'));
  resources.defer(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'jaeger.json');
  await writeFile(file, JSON.stringify(configure()));
  const jaeger = spawn('jaeger', ['--config', file], { stdio: 'ignore' });
  resources.defer(async () => {
    jaeger.kill('SIGKILL');
    await once(jaeger, 'exit');
  });
  await vi.waitFor(() => query('services'), { timeout: 20_000, interval: 100 });
}, 30_000);

afterAll(() => resources.disposeAsync());

test.skipIf(!hasJaeger).each([
  ['OTLP over HTTP', () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.http}` })],
  [
    'OTLP over gRPC',
    () => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.grpc}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    }),
  ],
  [
    'the deprecated exporter',
    () => ({
      OTEL_TRACES_EXPORTER: 'jaeger',
      OTEL_EXPORTER_JAEGER_ENDPOINT: `http://127.0.0.1:${ports.thrift}/api/traces`,
    }),
  ],
] as const)('Jaeger shows what came by %s', async (_, environment) => {
  const settings = { ...settingsOf(environment()), logLevel: 'error' } as const;
  const telemetry = await startTelemetry('shop', settings);
  const call = traceClientCall(new TracedClientMethod('/proof.Shop/Buy', 'static:///shop'));
  call.end(0, 'OK', performance.now());
  await telemetry[Symbol.asyncDispose]();
  const find = async () => {
    const { data } = (await query(`traces/${call.spanContext.traceId}`)) as {
      data: { spans: { operationName: string }[] }[] | null;
    };
    return data?.flatMap(({ spans }) => spans.map(({ operationName }) => operationName));
  };
  await expect.poll(find, { timeout: 5000 }).toEqual(['proof.Shop/Buy']);
});

const query = async (path: string): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${ports.query}/api/${path}`)).json();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function configure() {
  const at = (port: number) => ({ endpoint: `127.0.0.1:${port}` });
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      pipelines: {
        traces: { receivers: ['otlp', 'jaeger'], exporters: ['jaeger_storage_exporter'] },
      },
      telemetry: { metrics: { level: 'none' } },
    },
    extensions: {
      jaeger_query: {
        ...{ storage: { traces: 'mem' }, http: at(ports.query), grpc: at(0) },
      },
      jaeger_storage: { backends: { mem: { memory: { max_traces: 100 } } } },
    },
    receivers: {
      otlp: { protocols: { grpc: at(ports.grpc), http: at(ports.http) } },
      jaeger: { protocols: { thrift_http: at(ports.thrift) } },
    },
    exporters: { jaeger_storage_exporter: { trace_storage: 'mem' } },
  };
}
