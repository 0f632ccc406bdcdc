// How grpc-js makes attempts is held by libs/client's tests; here, what is made of what it says.
import { Metadata } from '@grpc/grpc-js';
import { SpanStatusCode } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { recordSpans } from '../../test/recorded-spans.ts';
import { parseTraceparent } from '../propagation/traceparent.ts';
import { attemptObserver } from './attempt-observer.ts';
import { traceClientCall, type ClientCallTrace } from './client-call-trace.ts';
import { TracedClientMethod } from './traced-client-method.ts';

const begin = (): { call: ClientCallTrace; metadata: Metadata } => {
  const call = traceClientCall(new TracedClientMethod('/test.Shop/Unary', 'static:///shop'));
  const metadata = new Metadata({});
  call.decorate(metadata);
  return { call, metadata };
};

/** As grpc-js does it: a copy for each attempt, with the number of those before it. */
function place(metadata: Metadata, number: number, address = '10.0.0.7:50051') {
  const own = metadata.clone();
  if (number > 0) own.set('grpc-previous-rpc-attempts', String(number));
  const listener = attemptObserver.attemptPlaced({
    ...{ metadata: own, address, policy: 'ballast', reason: 'policy' },
    ...{ inFlight: 2, latencyMs: 1.5, endpointsReady: 3, endpointsEjected: 1 },
  })!;
  return { listener, header: parseTraceparent(String(own.get('traceparent')[0]))! };
}

const now = (): number => performance.now();

test('an attempt says where it went and why, and its header is its own', () => {
  using spans = recordSpans();
  const { call, metadata } = begin();
  const { listener, header } = place(metadata, 0, '[::1]:50051');
  listener.attemptStarted(now());
  listener.attemptEnded(0, 'OK', now());
  call.end(0, 'OK', now());
  const [attempt] = spans.find('Unary', 'attempt');
  expect(header.spanId).toBe(attempt?.spanContext().spanId);
  expect(attempt?.parentSpanContext?.spanId).toBe(call.spanContext.spanId);
  expect(attempt?.name).toBe('Attempt.test.Shop/Unary');
  expect(attempt?.attributes).toMatchObject({
    ...{ 'previous-rpc-attempts': 0, 'transparent-retry': false },
    ...{ 'server.address': '::1', 'server.port': 50_051 },
    ...{ 'ballast.pick.policy': 'ballast', 'ballast.pick.reason': 'policy' },
    ...{ 'ballast.endpoint.in_flight': 2, 'ballast.endpoint.latency_ms': 1.5 },
    ...{ 'ballast.endpoints.ready': 3, 'ballast.endpoints.ejected': 1 },
  });
});

test('a retry follows, a hedge runs beside, and what grpc-js repeats by itself is transparent', () => {
  using spans = recordSpans();
  const { call, metadata } = begin();
  const first = place(metadata, 0).listener;
  first.attemptStarted(10);
  first.attemptEnded(14, 'refused stream', 11);
  const again = place(metadata, 0).listener;
  again.attemptStarted(12);
  again.attemptEnded(14, 'away', 13);
  const retry = place(metadata, 1).listener;
  retry.attemptStarted(15);
  const hedge = place(metadata, 2).listener;
  hedge.attemptStarted(16);
  hedge.attemptEnded(0, 'OK', 17);
  call.end(0, 'OK', 17);
  retry.attemptEnded(1, 'cancelled', 18);
  const seen = spans
    .find('Unary', 'attempt')
    .map(({ attributes, status }) => [
      attributes['previous-rpc-attempts'],
      attributes['transparent-retry'],
      attributes['ballast.hedge'] ?? false,
      status.code,
    ]);
  const { ERROR, UNSET } = SpanStatusCode;
  expect(seen).toEqual([
    [0, false, false, ERROR],
    [0, true, false, ERROR],
    [2, false, true, UNSET],
    // It lost: that is no error.
    [1, false, false, UNSET],
  ]);
  const told = Object.fromEntries(
    spans.metrics
      .collect()
      .map(({ name, histograms, numbers }) => [
        name,
        histograms[0]?.value.sum ?? numbers[0]?.value,
      ]),
  );
  expect(told).toMatchObject({
    'grpc.client.attempt.started': 4,
    'grpc.client.call.retries': 1,
    'grpc.client.call.transparent_retries': 1,
    'grpc.client.call.hedges': 1,
    'grpc.client.call.retry_delay': 0.003,
  });
});

test('a pick in vain is no attempt: the next one goes on with its span', () => {
  using spans = recordSpans();
  const { call, metadata } = begin();
  place(metadata, 0, '10.0.0.1:1');
  const { listener } = place(metadata, 0, '10.0.0.2:2');
  listener.attemptStarted(now());
  listener.attemptEnded(0, 'OK', now());
  call.end(0, 'OK', now());
  const attempts = spans.find('Unary', 'attempt');
  expect(attempts.map(({ attributes }) => attributes['server.address'])).toEqual(['10.0.0.2']);
});

test('an attempt that never began ends with its call', () => {
  using spans = recordSpans();
  const { call, metadata } = begin();
  place(metadata, 0);
  call.end(4, 'too late', now());
  expect(spans.find('Unary', 'attempt')).toHaveLength(1);
  expect(spans.find('Unary', 'call')[0]?.attributes).toMatchObject({
    ...{ 'ballast.attempts': 0, 'rpc.status_code': 'DEADLINE_EXCEEDED' },
  });
});

test('attempts of calls that nobody traces are of no interest', () => {
  using spans = recordSpans();
  const placed = { metadata: new Metadata(), address: 'a:1', policy: 'p', reason: 'policy' };
  const figures = { inFlight: 0, latencyMs: null, endpointsReady: 1, endpointsEjected: 0 };
  expect(attemptObserver.attemptPlaced({ ...placed, ...figures })).toBeUndefined();
  expect(spans.finished()).toEqual([]);
});
