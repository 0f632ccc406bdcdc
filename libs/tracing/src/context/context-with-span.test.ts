import { createContextKey, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { ContextWithSpan } from './context-with-span.ts';

const spanOf = (digit: string) =>
  trace.wrapSpanContext({
    ...{ traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 },
  });
const [outer, inner] = [spanOf('a'), spanOf('b')];
const key = createContextKey('of a program');

test('the API finds the span in it, and whatever else was there before', () => {
  const before = ROOT_CONTEXT.setValue(key, 'kept');
  const context = new ContextWithSpan(trace.setSpan(before, outer), inner);
  expect(trace.getSpan(context)).toBe(inner);
  expect(context.getValue(key)).toBe('kept');
  expect(context.getValue(createContextKey('unknown'))).toBeUndefined();
});

test('what is made of it is a context of its own', () => {
  const context = new ContextWithSpan(ROOT_CONTEXT, outer);
  const changed = context.setValue(key, 1);
  expect([changed.getValue(key), context.getValue(key)]).toEqual([1, undefined]);
  expect(trace.getSpan(changed)).toBe(outer);
  expect(changed.deleteValue(key).getValue(key)).toBeUndefined();
  expect(trace.getSpan(trace.deleteSpan(context))).toBeUndefined();
  expect(trace.getSpan(trace.setSpan(context, inner))).toBe(inner);
  const baggage = propagation.createBaggage({ shop: { value: 'north' } });
  expect(propagation.getBaggage(propagation.setBaggage(context, baggage))).toBe(baggage);
});
