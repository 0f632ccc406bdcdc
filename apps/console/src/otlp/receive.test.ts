import { gzipSync } from 'node:zlib';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestConsole, type TestConsole } from '../../test/start-test-console.ts';
import type { Trace, TraceList } from '../api.ts';

let console: TestConsole;
beforeAll(async () => void (console = await startTestConsole()));
afterAll(() => console[Symbol.asyncDispose]());

const resource = resourceFromAttributes({
  'service.name': 'orders',
  'service.instance.id': 'orders#1',
});

/** One trace: a server's span, and an attempt within it that failed. */
function recordTrace(): readonly ReadableSpan[] {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor(memory)],
  });
  const tracer = provider.getTracer('test');
  const root = tracer.startSpan('PlaceOrder', {
    kind: SpanKind.SERVER,
    attributes: {
      'rpc.method': 'ballast.orders.v1.OrdersService/PlaceOrder',
      'ballast.order.id': 'o-1',
      numbers: [1, 2],
      ratio: 0.5,
      words: 'Grüße',
      isTrue: true,
    },
    links: [{ context: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 } }],
  });
  const child = tracer.startSpan(
    'Attempt.Reserve',
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'rpc.method': 'ballast.inventory.v1.InventoryService/Reserve',
        'ballast.role': 'attempt',
        'previous-rpc-attempts': 1,
        'server.address': '127.0.0.1',
        'server.port': 5001,
        'ballast.pick.reason': 'least load',
      },
    },
    trace.setSpan(ROOT_CONTEXT, root),
  );
  child.addEvent('sent', { bytes: 12 });
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'no connection' });
  child.end();
  root.end();
  return memory.getFinishedSpans();
}

async function expectTrace(spans: readonly ReadableSpan[]): Promise<void> {
  const traceId = spans[0]?.spanContext().traceId ?? '';
  const { status, body } = await console.ask(`/api/traces/${traceId}`);
  expect(status).toBe(200);
  const { tree, criticalPath, ...summary } = body as Trace;
  expect(summary).toMatchObject({
    ...{ traceId, service: 'orders', name: 'PlaceOrder', spans: 2, orderId: 'o-1', retries: 1 },
    ...{ isError: false, services: ['orders'] },
  });
  expect(tree.map(({ name, depth }) => [name, depth])).toEqual([
    ['PlaceOrder', 0],
    ['Attempt.Reserve', 1],
  ]);
  expect(tree[0]).toMatchObject({
    ...{ kind: 'server', status: 'unset', replica: 'orders#1' },
    attributes: { numbers: [1, 2], ratio: 0.5, words: 'Grüße', isTrue: true },
    links: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }],
  });
  expect(tree[1]).toMatchObject({
    ...{ kind: 'client', status: 'error', statusMessage: 'no connection' },
    attempt: {
      ...{ number: 2, kind: 'retry', address: '127.0.0.1:5001', pickReason: 'least load' },
    },
    events: [{ name: 'sent', attributes: { bytes: 12 } }],
  });
  expect(criticalPath.length).toBeGreaterThan(0);
}

async function send(body: Uint8Array | string, headers: Record<string, string>, path = 'traces') {
  return await fetch(`${console.url}/v1/${path}`, {
    method: 'POST',
    headers,
    body: body as Uint8Array<ArrayBuffer>,
  });
}

const protobuf = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };

describe('spans', () => {
  it('come from the exporter that everybody uses, as protobuf', async () => {
    const spans = recordTrace();
    const exporter = new OTLPTraceExporter({ url: `${console.url}/v1/traces` });
    const result = await new Promise((resolve) => exporter.export([...spans], resolve));
    expect(result).toMatchObject({ code: 0 });
    await expectTrace(spans);
    await exporter.shutdown();
  });

  it.each(['json', 'json in gzip', 'protobuf in gzip'])('come as %s', async (form) => {
    const spans = recordTrace();
    const isJson = form.startsWith('json');
    const serializer = isJson ? JsonTraceSerializer : ProtobufTraceSerializer;
    const body = serializer.serializeRequest([...spans])!;
    const isPacked = form.includes('gzip');
    const response = await send(isPacked ? gzipSync(body) : body, {
      ...(isJson ? json : protobuf),
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    });
    expect(response.status).toBe(200);
    await expectTrace(spans);
  });

  it('are found by what they are about', async () => {
    const [span] = recordTrace();
    const traceId = span!.spanContext().traceId;
    await send(ProtobufTraceSerializer.serializeRequest([span!])!, protobuf);
    const find = async (query: string) => {
      const { body } = await console.ask(`/api/traces?${query}`);
      return (body as TraceList).traces.map((each) => each.traceId);
    };
    expect(await find('text=NO%20connection')).toContain(traceId);
    expect(await find('text=nowhere')).toEqual([]);
    expect(await find('method=reserve&limit=200')).toContain(traceId);
    expect(await find('service=inventory')).toEqual([]);
    expect(await find(`text=${traceId.slice(0, 8)}`)).toEqual([traceId]);
    expect(await find('minMs=60000')).toEqual([]);
    expect((await console.ask('/api/traces?limit=0')).status).toBe(400);
  });

  it('without an id are told to their sender as rejected', async () => {
    const body = JSON.stringify({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'nobody' }, { name: 'neither' }] }] }],
    });
    const response = await send(body, json);
    expect(await response.json()).toEqual({ partialSuccess: { rejectedSpans: '2' } });
  });

  it.each([
    ['text as protobuf', 'not protobuf', protobuf, 400],
    ['no JSON', '{', json, 400],
    ['no gzip', 'x', { ...protobuf, 'content-encoding': 'gzip' }, 400],
    ['an unknown packing', 'x', { ...protobuf, 'content-encoding': 'zstd' }, 415],
    ['an unknown form', 'x', { 'content-type': 'text/plain' }, 415],
    ['too much', 'x'.repeat(17 * 1024 * 1024), protobuf, 413],
    [
      'a bomb',
      gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      { ...protobuf, 'content-encoding': 'gzip' },
      413,
    ],
  ] as const)('are refused where the body is %s', async (_words, body, headers, status) => {
    expect((await send(body, headers)).status).toBe(status);
    expect((await console.ask('/livez')).status).toBe(200);
  });
});

describe('logs', () => {
  it('stand beside the spans of their trace', async () => {
    const spans = recordTrace();
    const exporter = new OTLPLogExporter({ url: `${console.url}/v1/logs` });
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    const root = spans.find(({ name }) => name === 'PlaceOrder')!;
    provider.getLogger('test').emit({
      ...{ body: 'left to the relay', severityNumber: SeverityNumber.WARN },
      attributes: { intent: 'order.fulfil' },
      context: trace.setSpanContext(ROOT_CONTEXT, root.spanContext()),
    });
    await provider.forceFlush();
    // A line is sent when it is written, a span when it has ended.
    await send(ProtobufTraceSerializer.serializeRequest([...spans])!, protobuf);
    const logs = async () => {
      const { body } = await console.ask(`/api/traces/${root.spanContext().traceId}`);
      return (body as Trace).logs;
    };
    await expect.poll(logs).toMatchObject([
      {
        ...{ spanId: root.spanContext().spanId, text: 'left to the relay', severity: 'warn' },
        ...{ service: 'orders', attributes: { intent: 'order.fulfil' } },
      },
    ]);
    await provider.shutdown();
  });
});

it('metrics are taken, so that no exporter complains', async () => {
  expect((await send(new Uint8Array(), protobuf, 'metrics')).status).toBe(200);
});
