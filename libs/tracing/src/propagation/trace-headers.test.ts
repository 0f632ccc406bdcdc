import { Metadata } from '@grpc/grpc-js';
import { createTraceState } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { readTrace, writeTrace } from './trace-headers.ts';

const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
const stale = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 };
const names = ['traceparent', 'tracestate', 'grpc-trace-bin'];

/** Of a call that came in, forwarded by its handler. */
function createForwarded(): Metadata {
  const metadata = new Metadata();
  const traceState = createTraceState('vendor=stale');
  writeTrace(metadata, { ...stale, traceState }, ['tracecontext', 'grpc-trace-bin']);
  expect(Object.keys(metadata.getMap()).sort()).toEqual([...names].sort());
  return metadata;
}

test.each([
  [['tracecontext'], ['traceparent']],
  [['grpc-trace-bin'], ['grpc-trace-bin']],
  [
    ['tracecontext', 'grpc-trace-bin'],
    ['traceparent', 'grpc-trace-bin'],
  ],
] as const)('by %j nothing of the trace that was forwarded stays', (propagators, left) => {
  const metadata = createForwarded();
  writeTrace(metadata, span, propagators);
  expect(Object.keys(metadata.getMap()).sort()).toEqual([...left].sort());
  expect(readTrace(metadata)).toMatchObject(span);
});

test('without a propagator nothing is sent along', () => {
  const metadata = createForwarded();
  writeTrace(metadata, span, []);
  expect(metadata.getMap()).toEqual({});
});
