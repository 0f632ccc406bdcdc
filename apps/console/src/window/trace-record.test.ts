import { describe, expect, it } from 'vitest';
import type { ReceivedSpan } from '../otlp/received.ts';
import { describeSpan } from './span-facts.ts';
import { TraceRecord } from './trace-record.ts';

const SERVER = 2;
const CLIENT = 3;

const call: Partial<ReceivedSpan> = {
  ...{ name: 'shop.Orders/Place', kind: CLIENT, parentSpanId: 'aa', startAtMs: 100, endAtMs: 890 },
  attributes: { 'rpc.method': 'shop.Orders/Place' },
};
const frozen: Partial<ReceivedSpan> = {
  ...call,
  ...{ name: 'served', kind: SERVER, parentSpanId: 'bb', startAtMs: 101, endAtMs: 7800 },
};
const request: Partial<ReceivedSpan> = {
  ...{ name: 'POST /v1/orders', kind: SERVER, startAtMs: 100, endAtMs: 984 },
  attributes: { 'http.request.method': 'POST' },
};

function recordOf(spans: readonly Partial<ReceivedSpan>[]): TraceRecord {
  const record = new TraceRecord('1', 0);
  const source = { service: 'gateway', replica: 'gateway#1' };
  for (const each of spans) {
    const span: ReceivedSpan = {
      ...{ traceId: '1', spanId: '2', parentSpanId: '', name: '', kind: 1 },
      ...{ startAtMs: 0, endAtMs: 0, attributes: {}, status: 0, statusMessage: '' },
      ...each,
    };
    record.addSpan(describeSpan(span, source), { form: 'json', text: '{}', source });
  }
  return record;
}

describe('a trace', () => {
  it.each([
    ['that begins it', ''],
    ['whose parent is a page that sends no spans', 'ff'],
  ])('is named, and timed, by the request %s, whenever that comes', (_which, parentSpanId) => {
    const spans = [call, frozen, { ...request, parentSpanId }];
    for (const order of [spans, spans.toReversed()]) {
      expect(recordOf(order).summarize()).toMatchObject({
        ...{ name: 'POST /v1/orders', startAtMs: 100, durationMs: 884 },
      });
    }
  });

  it('takes until its last span as long as nobody knows its root', () => {
    expect(recordOf([frozen, call]).summarize()).toMatchObject({
      ...{ name: 'shop.Orders/Place', startAtMs: 100, durationMs: 7700 },
    });
  });
});
