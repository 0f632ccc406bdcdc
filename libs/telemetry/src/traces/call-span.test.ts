import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CallTracer } from './call-tracer.ts';

const resource = resourceFromAttributes({ 'service.name': 'shop' });
const caller = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
const within = trace.setSpanContext(ROOT_CONTEXT, caller);
const link = { context: { ...caller, traceId: 'c'.repeat(32) } };

/** Everything that a program may do with a span. */
function use(span: Span): ReadableSpan {
  span
    .setAttributes({ one: 1, two: 'two' })
    .setAttribute('list', ['a', 'b'])
    .setAttribute('two', 'changed')
    .setAttribute('nothing', undefined as never)
    .addEvent('plain')
    .addEvent('told', { how: 'well' }, [1_700_000_000, 5_000_000])
    .addEvent('at', new Date(1_700_000_000_000))
    .addLink(link)
    .addLinks([link, link])
    .setStatus({ code: SpanStatusCode.ERROR, message: 'went wrong' })
    .setStatus({ code: SpanStatusCode.UNSET })
    .updateName('Renamed');
  span.recordException(Object.assign(new Error('broken'), { stack: 'at home', code: 7 }));
  expect(span.isRecording()).toBe(true);
  span.end();
  span.setAttribute('late', 1).addEvent('late').addLink(link).updateName('late').end();
  expect(span.isRecording()).toBe(false);
  return span as unknown as ReadableSpan;
}

const describe = (span: ReadableSpan) => ({
  ...{ name: span.name, kind: span.kind, status: span.status, ended: span.ended },
  ...{ attributes: span.attributes, links: span.links, resource: span.resource.attributes },
  events: span.events.map(({ name, attributes }) => ({ name, attributes })),
  parent: span.parentSpanContext,
  trace: [span.spanContext().traceId, span.spanContext().traceFlags],
  scope: span.instrumentationScope.name,
  dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
});

test('it says of itself what the SDK’s span says, whatever is done with it', () => {
  const options = { kind: SpanKind.CLIENT, links: [link] };
  const ended: ReadableSpan[] = [];
  const tracer = new CallTracer('test', resource, (span) => ended.push(span));
  const ours = use(tracer.startSpan('Call', options, within));
  const provider = new BasicTracerProvider({
    ...{ resource, spanProcessors: [new SimpleSpanProcessor(new InMemorySpanExporter())] },
  });
  const theirs = use(provider.getTracer('test').startSpan('Call', options, within));
  expect(describe(ours)).toEqual(describe(theirs));
  expect(ours.events.slice(1, 3).map(({ time }) => time)).toEqual(
    theirs.events.slice(1, 3).map(({ time }) => time),
  );
  expect(ended).toEqual([ours]);
});

test('it lasts as long as it did, to the microsecond, whatever the system’s clock does', () => {
  let nowMs = 5_000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  onTestFinished(() => void vi.restoreAllMocks());
  let epochMs = 1_700_000_000_000.25;
  const tracer = new CallTracer('test', resource, () => undefined);
  tracer.toEpochMs = () => epochMs;
  const span = tracer.startSpan('Call', {}, ROOT_CONTEXT) as unknown as ReadableSpan & Span;
  nowMs += 1.5;
  epochMs += 30_000;
  span.end();
  expect(span.startTime).toEqual([1_700_000_000, 250_000]);
  expect(span.duration).toEqual([0, 1_500_000]);
  expect(span.endTime).toEqual([1_700_000_000, 1_750_000]);
});

test('an end before the beginning is none', () => {
  const tracer = new CallTracer('test', resource, () => undefined);
  const span = tracer.startSpan('Call', {}, ROOT_CONTEXT) as unknown as ReadableSpan & Span;
  span.end(new Date(0));
  expect(span.duration).toEqual([0, 0]);
});

test('of each thing there are 128 at most, and the rest is counted', () => {
  const tracer = new CallTracer('test', resource, () => undefined);
  const span = tracer.startSpan('Call', {}, ROOT_CONTEXT);
  for (let turn = 0; turn < 130; turn += 1) {
    span.setAttribute(`key ${turn}`, turn).addEvent('again').addLink(link);
  }
  span.setAttribute('key 5', 'changed');
  const read = span as unknown as ReadableSpan;
  expect([read.events.length, read.links.length]).toEqual([128, 128]);
  expect(Object.keys(read.attributes)).toHaveLength(128);
  expect(read.attributes['key 5']).toBe('changed');
  expect([read.droppedAttributesCount, read.droppedEventsCount, read.droppedLinksCount]).toEqual([
    2, 2, 2,
  ]);
});

test('an exporter can write it', () => {
  const tracer = new CallTracer('test', resource, () => undefined);
  const span = use(tracer.startSpan('Call', { kind: SpanKind.SERVER }, within));
  const bytes = ProtobufTraceSerializer.serializeRequest([span]) ?? new Uint8Array();
  const text = Buffer.from(bytes).toString('latin1');
  for (const part of ['Renamed', 'shop', 'changed', 'went wrong', 'broken', 'told']) {
    expect(text).toContain(part);
  }
});
