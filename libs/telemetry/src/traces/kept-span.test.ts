import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { emptyResource } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { KeptSpan } from './kept-span.ts';

const call = {
  ...{ name: 'test.Shop/Unary', kind: SpanKind.CLIENT, parent: undefined, attributes: {} },
  span: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 },
  ...{ startedAtMs: 1000, endedAtMs: 1250.5 },
};

test('a call that failed without a word is kept as an error all the same', () => {
  const span = new KeptSpan({ ...call, isError: true, error: '' }, emptyResource());
  expect(span.status.code).toBe(SpanStatusCode.ERROR);
  expect(span.attributes).toEqual({ 'ballast.kept': 'error' });
});

test('a call that is kept for its time is no error', () => {
  const span = new KeptSpan({ ...call, isError: false, error: '' }, emptyResource());
  expect(span.status.code).toBe(SpanStatusCode.UNSET);
  expect(span.attributes).toEqual({ 'ballast.kept': 'slow' });
  expect(span.duration).toEqual([0, 250_500_000]);
});
