import { runInScope, openScope, findScope } from '@ballast/deadlines';
import {
  findTraceFields,
  findTracingSettings,
  type MetricStore,
  traceClientCall,
  TracedClientMethod,
} from '@ballast/tracing';
import { processState } from '@ballast/state';
import { createGate } from '@ballast/testing';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { startReceiver, startSilence } from '../test/receiver.ts';
import { settingsOf } from '../test/settings.ts';
import { startTelemetry } from './start-telemetry.ts';

const start = (environment: Record<string, string> = {}) =>
  startTelemetry('shop', { ...settingsOf(environment), logLevel: 'error' });

const started: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one[Symbol.asyncDispose]();
});

/** For the rest of the test. */
async function startForTest(environment: Record<string, string> = {}): Promise<void> {
  started.push(await start(environment));
}

const callOnce = (code = 0): void => {
  const call = traceClientCall(new TracedClientMethod('/test.Shop/Unary', 'static:///shop'));
  call.end(code, code === 0 ? 'OK' : 'went wrong', performance.now());
};

const readCounts = (name: string): Record<string, number> => {
  const store = findTracingSettings().metrics as MetricStore;
  const numbers = store.collect().find((metric) => metric.name === name)?.numbers ?? [];
  return Object.fromEntries(
    numbers.map(({ attributes, value }) => [Object.values(attributes).join(' '), value]),
  );
};

test('spans, metrics and log lines reach a receiver, at the latest with the end', async () => {
  await using receiver = await startReceiver();
  {
    await using telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    callOnce();
    telemetry.logger.error({ orderId: 'o-17' }, 'something happened');
  }
  expect(receiver.sent.get('/v1/traces')).toContain('test.Shop/Unary');
  expect(receiver.sent.get('/v1/traces')).toContain('service.name');
  expect(receiver.sent.get('/v1/metrics')).toContain('grpc.client.call.duration');
  expect(receiver.sent.get('/v1/logs')).toContain('something happened');
  expect(receiver.sent.get('/v1/logs')).toContain('o-17');
});

test('the admin service’s state bears the name that the spans bear, until the end', async () => {
  await using receiver = await startReceiver();
  {
    await using telemetry = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=shop-17',
    });
    expect(telemetry.scrapeUrl).toBeUndefined();
    callOnce();
    expect(processState.instance).toBe('shop-17');
  }
  expect(receiver.sent.get('/v1/traces')).toContain('shop-17');
  expect(processState.instance).toBe('');
});

test('without an endpoint no span is written, and there is a trace id all the same', async () => {
  await startForTest();
  const tracer = trace.getTracer('test');
  tracer.startActiveSpan('work', (span) => {
    expect(span.isRecording()).toBe(false);
    expect(findTraceFields()?.trace_id).toMatch(/^[0-9a-f]{32}$/);
  });
});

test('without an endpoint the caller’s trace goes on as it came, sampled or not', async () => {
  await startForTest();
  const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
  const span = trace
    .getTracer('test')
    .startSpan('work', {}, trace.setSpanContext(ROOT_CONTEXT, caller));
  expect(span.spanContext()).toMatchObject(caller);
});

test('the context is in the storage of the scope: entering either keeps the other', async () => {
  await startForTest();
  const scope = openScope({ timeoutMs: 60_000 });
  const span = trace.wrapSpanContext({
    ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 },
  });
  scope.carried = trace.setSpan(ROOT_CONTEXT, span);
  await runInScope(scope, async () => {
    await Promise.resolve();
    expect(trace.getActiveSpan()).toBe(span);
    context.with(ROOT_CONTEXT, () => {
      expect(findScope()).toBe(scope);
      expect(trace.getActiveSpan()).toBeUndefined();
    });
    expect(trace.getActiveSpan()).toBe(span);
  });
});

test('of what is not sampled, the calls that fail are written, with the ids that went out', async () => {
  await using receiver = await startReceiver();
  const telemetry = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0',
  });
  callOnce();
  callOnce(14);
  await telemetry[Symbol.asyncDispose]();
  const sent = receiver.sent.get('/v1/traces') ?? '';
  expect(sent.split('test.Shop/Unary').length - 1).toBeGreaterThan(0);
  expect(sent).toContain('ballast.kept');
  expect(sent).toContain('went wrong');
  expect(sent.match(/ballast\.kept/g)).toHaveLength(1);
});

test.each(['http/protobuf', 'grpc'])(
  'a receiver that never answers (%s) costs what it is sent and no more, and the end waits for none',
  async (protocol) => {
    await using silence = await startSilence();
    const telemetry = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: silence.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_TIMEOUT: '100',
      OTEL_BSP_MAX_QUEUE_SIZE: '100',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100',
      OTEL_BSP_SCHEDULE_DELAY: '60000',
    });
    for (let call = 0; call < 1000; call += 1) callOnce();
    expect(readCounts('ballast.telemetry.dropped')['traces queue_full']).toBe(900);
    const store = findTracingSettings().metrics as MetricStore;
    await telemetry[Symbol.asyncDispose]();
    // Those that were tried went the same way.
    const dropped = store.collect().find(({ name }) => name === 'ballast.telemetry.dropped');
    expect(dropped?.numbers.reduce((sum, { value }) => sum + value, 0)).toBe(1000);
  },
);

test('metrics can be scraped, with a trace for a bucket', async () => {
  await using receiver = await startReceiver();
  await using telemetry = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_PORT: '0',
  });
  callOnce();
  const accept = 'application/openmetrics-text; version=1.0.0';
  const answer = await fetch(telemetry.scrapeUrl!, { headers: { accept } });
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('openmetrics-text');
  expect(text).toMatch(
    /grpc_client_call_duration_seconds_bucket\{.*\} 1 # \{trace_id="[0-9a-f]{32}"/,
  );
  expect(text.endsWith('# EOF\n')).toBe(true);
  expect((await fetch(telemetry.scrapeUrl!.replace('/metrics', '/other'))).status).toBe(404);
});

test('an address for metrics that is taken is told by its name', async () => {
  await using taken = await startSilence();
  const { port } = new URL(taken.url);
  const wanted = { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: port };
  await expect(start(wanted)).rejects.toThrow(`127.0.0.1:${port}`);
  await startForTest();
});

test('programs that share a process share what the first has started, to the last end', async () => {
  await using receiver = await startReceiver();
  const first = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const second = await startTelemetry('other', { ...settingsOf(), logLevel: 'error' });
  await first[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  callOnce();
  expect(receiver.sent.get('/v1/traces')).toBeUndefined();
  await second[Symbol.asyncDispose]();
  expect(receiver.sent.get('/v1/traces')).toContain('test.Shop/Unary');
});

test('disabled, it writes nothing though there is an endpoint', async () => {
  await using receiver = await startReceiver();
  const telemetry = await start({
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SDK_DISABLED: 'true' },
  });
  callOnce(14);
  await telemetry[Symbol.asyncDispose]();
  expect([...receiver.sent.keys()]).toEqual([]);
});

test('a start while the former one still closes waits for it, and is in force then', async () => {
  await using silence = await startSilence();
  const former = await start({
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: silence.url, OTEL_EXPORTER_OTLP_TIMEOUT: '100' },
  });
  callOnce();
  await using receiver = await startReceiver();
  const closing = former[Symbol.asyncDispose]();
  const next = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  await closing;
  trace.getTracer('test').startActiveSpan('of the next', (span) => {
    expect(trace.getActiveSpan()).toBe(span);
    span.end();
  });
  callOnce();
  await next[Symbol.asyncDispose]();
  expect(receiver.sent.get('/v1/traces')).toContain('of the next');
  expect(receiver.sent.get('/v1/traces')).toContain('test.Shop/Unary');
});

test('a reader of figures that throws costs one export of metrics', async () => {
  await using receiver = await startReceiver();
  const telemetry = await start({
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_METRIC_EXPORT_INTERVAL: '100' },
  });
  const thrown = createGate();
  findTracingSettings().metrics.observe('ballast.bulkhead.waiting', (observe) => {
    if (thrown.isOpen) return observe(1, { 'grpc.target': 'of-the-reader' });
    thrown.open();
    throw new Error('no figures yet');
  });
  await thrown.opened;
  await telemetry[Symbol.asyncDispose]();
  expect(receiver.sent.get('/v1/metrics')).toContain('of-the-reader');
});

test('a value of OpenTelemetry’s that is not known here is warned of, and ends nothing', async () => {
  await using receiver = await startReceiver();
  vi.stubEnv('OTEL_PROPAGATORS', 'b3');
  const settings = settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  const telemetry = await startTelemetry('shop', { ...settings, logLevel: 'warn' });
  await telemetry[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  expect(receiver.sent.get('/v1/logs')).toContain('OTEL_PROPAGATORS is not understood');
});
