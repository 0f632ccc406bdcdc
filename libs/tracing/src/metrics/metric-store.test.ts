import type { Attributes } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { MetricStore } from './metric-store.ts';

test('the same attributes are the same series, in whatever order they stand', () => {
  const store = new MetricStore();
  store.counter('grpc.client.attempt.started', { 'grpc.method': 'm', 'grpc.target': 't' }).add(1);
  store.counter('grpc.client.attempt.started', { 'grpc.target': 't', 'grpc.method': 'm' }).add(2);
  expect(store.collect()).toMatchObject([{ numbers: [{ value: 3 }] }]);
});

test('what never happened is not told', () => {
  const store = new MetricStore();
  store.counter('grpc.client.attempt.started', {});
  store.histogram('grpc.client.call.duration', {});
  expect(store.collect()).toEqual([]);
});

test('beyond 2000 series all others are one, which says so', () => {
  const store = new MetricStore();
  for (let n = 0; n < 2100; n += 1) {
    store.counter('grpc.client.attempt.started', { 'grpc.method': String(n) }).add(1);
  }
  const [metric] = store.collect();
  expect(metric?.numbers).toHaveLength(2001);
  expect(metric?.numbers.at(-1)).toEqual({
    attributes: { 'otel.metric.overflow': true },
    value: 100,
  });
});

test('several that say the same attributes add up, until one of them ends', () => {
  const store = new MetricStore();
  const read = (observe: (value: number, attributes: Attributes) => void) => observe(2, { a: 'b' });
  store.observe('ballast.bulkhead.waiting', read);
  const end = store.observe('ballast.bulkhead.waiting', (observe) => observe(3, { a: 'b' }));
  expect(store.collect()[0]?.numbers).toEqual([{ attributes: { a: 'b' }, value: 5 }]);
  end();
  expect(store.collect()[0]?.numbers[0]?.value).toBe(2);
});

test('a counter that is read never falls: what was counted by the time a reader ends stays', () => {
  const store = new MetricStore();
  let retries = 0;
  const observe = () =>
    store.observe('ballast.retrying.retries', (tell) => tell(retries, { 'grpc.target': 't' }));
  const count = () => store.collect()[0]?.numbers;
  const end = observe();
  retries = 7;
  end();
  end();
  retries = 1;
  observe();
  expect(count()).toEqual([{ attributes: { 'grpc.target': 't' }, value: 8 }]);
});
