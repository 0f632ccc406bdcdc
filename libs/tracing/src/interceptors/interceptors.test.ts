import { status, type ServerUnaryCall } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, ParentBasedSampler } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { PlainClient, startPlainShop } from '../../test/plain-shop.ts';
import { recordSpans } from '../../test/recorded-spans.ts';
import {
  createTracingInterceptor,
  createTracingServerInterceptor,
  encodeTraceBin,
  findTraceFields,
  type UnsampledCall,
} from '../index.ts';

type Answer = (error: { code: status; details: string } | null, message?: Buffer) => void;

const handlers = {
  Unary: (_call: unknown, answer: Answer) => answer(null, Buffer.from('hi')),
  ServerStream: (call: NodeJS.WritableStream) => {
    for (let sent = 0; sent < 3; sent += 1) call.write(Buffer.from('hi'));
    call.end();
  },
  ClientStream: (call: NodeJS.ReadableStream, answer: Answer) => {
    call.on('data', () => undefined).on('end', () => answer(null, Buffer.from('hi')));
  },
  Bidi: (call: NodeJS.ReadWriteStream) => {
    call.on('data', (message: Buffer) => call.write(message)).on('end', () => call.end());
  },
} as never;

const connect = (address: string) =>
  new PlainClient(address, [createTracingInterceptor({ target: 'static:///shop' })]);

test.each([
  ['unary', 'Unary', 1, 1, (client: PlainClient) => client.unary()],
  ['server streaming', 'ServerStream', 1, 3, (client: PlainClient) => client.serverStream()],
  ['client streaming', 'ClientStream', 4, 1, (client: PlainClient) => client.clientStream(4)],
  ['bidi streaming', 'Bidi', 2, 2, (client: PlainClient) => client.bidi(2)],
] as const)('a %s call has a span on either side, joined', async (_, name, up, down, call) => {
  using spans = recordSpans();
  await using shop = await startPlainShop(handlers, [createTracingServerInterceptor()]);
  using client = connect(shop.address);
  await call(client);
  await expect.poll(() => spans.finished().length).toBe(2);
  const [made] = spans.finished().filter(({ kind }) => kind === SpanKind.CLIENT);
  const [served] = spans.finished().filter(({ kind }) => kind === SpanKind.SERVER);
  expect(served?.parentSpanContext?.spanId).toBe(made?.spanContext().spanId);
  expect(served?.spanContext().traceId).toBe(made?.spanContext().traceId);
  const method = `test.Shop/${name}`;
  expect([made?.name, served?.name]).toEqual([method, method]);
  const rpc = { 'rpc.system.name': 'grpc', 'rpc.method': method, 'rpc.status_code': 'OK' };
  expect(made?.attributes).toMatchObject({
    ...rpc,
    ...{ 'ballast.messages.sent': up, 'ballast.messages.received': down },
    'ballast.first_message_ms': expect.any(Number) as number,
  });
  expect(served?.attributes).toMatchObject({
    ...rpc,
    ...{ 'ballast.messages.sent': down, 'ballast.messages.received': up },
    'network.peer.address': '127.0.0.1',
  });
});

test('a handler runs in the span of its call, and so does what it waits for', async () => {
  using spans = recordSpans();
  const seen: unknown[] = [];
  const Unary = async (_call: unknown, answer: Answer): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(findTraceFields());
    answer(null, Buffer.from('hi'));
  };
  await using shop = await startPlainShop({ ...(handlers as object), Unary } as never, [
    createTracingServerInterceptor(),
  ]);
  using client = connect(shop.address);
  await client.unary();
  const [served] = spans.finished().filter(({ kind }) => kind === SpanKind.SERVER);
  const { traceId, spanId } = served!.spanContext();
  expect(seen).toEqual([{ trace_id: traceId, span_id: spanId }]);
});

test('a call in an active span is its child', async () => {
  using spans = recordSpans();
  await using shop = await startPlainShop(handlers);
  using client = connect(shop.address);
  const outer = await trace.getTracer('test').startActiveSpan('outer', async (span) => {
    await client.unary();
    span.end();
    return span.spanContext();
  });
  const [made] = spans.find('Unary');
  expect(made?.parentSpanContext?.spanId).toBe(outer.spanId);
});

test('a failure is an error of the client, and of the server where it is the server’s', async () => {
  using spans = recordSpans();
  let code = status.NOT_FOUND;
  const Unary = (_call: unknown, answer: Answer) => answer({ code, details: 'no such thing' });
  await using shop = await startPlainShop({ ...(handlers as object), Unary } as never, [
    createTracingServerInterceptor(),
  ]);
  using client = connect(shop.address);
  await client.unary().catch(() => undefined);
  code = status.INTERNAL;
  await client.unary().catch(() => undefined);
  await expect.poll(() => spans.finished().length).toBe(4);
  const outcome = (kind: SpanKind) =>
    spans
      .finished()
      .filter((span) => span.kind === kind)
      .map(({ status: end, attributes }) => [end.code, attributes['rpc.status_code']]);
  expect(outcome(SpanKind.CLIENT)).toEqual([
    [SpanStatusCode.ERROR, 'NOT_FOUND'],
    [SpanStatusCode.ERROR, 'INTERNAL'],
  ]);
  expect(outcome(SpanKind.SERVER)).toEqual([
    [SpanStatusCode.UNSET, 'NOT_FOUND'],
    [SpanStatusCode.ERROR, 'INTERNAL'],
  ]);
});

test('what is not sampled has no span, and goes on with its ids', async () => {
  const sampler = new ParentBasedSampler({ root: new AlwaysOffSampler() });
  using spans = recordSpans({ sampler });
  const headers: unknown[] = [];
  const Unary = (call: ServerUnaryCall<Buffer, Buffer>, answer: Answer) => {
    headers.push(call.metadata.get('traceparent')[0], findTraceFields()?.trace_id);
    answer(null, Buffer.from('hi'));
  };
  await using shop = await startPlainShop({ ...(handlers as object), Unary } as never, [
    createTracingServerInterceptor(),
  ]);
  using client = connect(shop.address);
  await client.unary();
  expect(spans.finished()).toEqual([]);
  expect(headers[0]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(String(headers[0]).slice(3, 35)).toBe(headers[1]);
});

test('a caller that speaks grpc-trace-bin alone is understood, and answered in kind', async () => {
  using spans = recordSpans({ propagators: ['grpc-trace-bin'] });
  const seen: unknown[] = [];
  const Unary = (call: ServerUnaryCall<Buffer, Buffer>, answer: Answer) => {
    seen.push(call.metadata.get('grpc-trace-bin')[0], call.metadata.get('traceparent'));
    answer(null, Buffer.from('hi'));
  };
  await using shop = await startPlainShop({ ...(handlers as object), Unary } as never, [
    createTracingServerInterceptor(),
  ]);
  using client = connect(shop.address);
  await client.unary();
  const [made] = spans.finished().filter(({ kind }) => kind === SpanKind.CLIENT);
  const [served] = spans.finished().filter(({ kind }) => kind === SpanKind.SERVER);
  expect(seen).toEqual([encodeTraceBin(made!.spanContext()), []]);
  expect(served?.parentSpanContext?.spanId).toBe(made?.spanContext().spanId);
});

test('rpc/dup writes the former names besides', async () => {
  using spans = recordSpans({ stability: 'rpc/dup' });
  await using shop = await startPlainShop(handlers, [createTracingServerInterceptor()]);
  using client = connect(shop.address);
  await client.unary();
  const former = { 'rpc.system': 'grpc', 'rpc.service': 'test.Shop', 'rpc.grpc.status_code': 0 };
  await expect.poll(() => spans.finished().length).toBe(2);
  for (const { attributes } of spans.finished()) {
    expect(attributes).toMatchObject({ ...former, 'rpc.system.name': 'grpc' });
  }
});

test('calls that are not sampled are offered to the keeper when they fail, or are slow', async () => {
  const kept: [string, boolean, string][] = [];
  const keeper = {
    slowMs: 0,
    keep: ({ name, isError, error }: UnsampledCall) => void kept.push([name, isError, error]),
  };
  using spans = recordSpans({ sampler: new AlwaysOffSampler(), keeper });
  const Unary = (_call: unknown, answer: Answer) =>
    answer({ code: status.UNAVAILABLE, details: 'gone' });
  await using shop = await startPlainShop({ ...(handlers as object), Unary } as never);
  using client = connect(shop.address);
  await client.unary().catch(() => undefined);
  await client.serverStream();
  expect(spans.finished()).toEqual([]);
  expect(kept).toEqual([
    ['test.Shop/Unary', true, 'gone'],
    ['test.Shop/ServerStream', false, ''],
  ]);
});
