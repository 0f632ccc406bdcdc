import { context, INVALID_TRACEID, trace, type SpanContext } from '@opentelemetry/api';
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace-base';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { recordSpans } from '../../test/recorded-spans.ts';
import { runLinked } from '../context/linked-work.ts';
import { parseTraceparent } from '../propagation/traceparent.ts';
import type { TracingSettings, UnsampledCall } from '../settings.ts';
import { traceClientCall } from './client-call-trace.ts';
import { traceServerCall } from './server-call-trace.ts';
import { TracedClientMethod } from './traced-client-method.ts';
import { TracedServerMethod } from './traced-server-method.ts';

const path = '/test.Shop/Unary';
const sampler = new AlwaysOnSampler();

/** What a client sends along: its call's header, and the metadata that has it. */
function send(): { readonly metadata: Metadata; readonly header: string } {
  const call = traceClientCall(new TracedClientMethod(path, 'static:///shop'));
  const metadata = new Metadata();
  call.decorate(metadata);
  call.end(0, 'OK', performance.now());
  return { metadata, header: String(metadata.get('traceparent')[0]) };
}

const by = (lot: boolean, more: Partial<TracingSettings> = {}) =>
  recordSpans({ sampler, isParentBased: true, isSampled: () => lot, ...more });

test('a call that begins a trace is sampled by lot, and the tracer is not asked again', () => {
  using spans = by(true);
  const { header } = send();
  expect(parseTraceparent(header)?.traceFlags).toBe(1);
  expect(spans.finished()).toHaveLength(1);
});

test('what the lot leaves out has ids that go on, and no span', () => {
  using spans = by(false);
  const [first, second] = [send().header, send().header].map(parseTraceparent);
  expect([first?.traceFlags, second?.traceFlags]).toEqual([0, 0]);
  expect(first?.traceId).not.toBe(second?.traceId);
  expect(spans.finished()).toEqual([]);
});

/** Serves a call that makes another one, and says what that one sent. */
function serve(metadata: Metadata, code = 0): SpanContext | undefined {
  const served = traceServerCall(new TracedServerMethod(path), metadata);
  const headers: string[] = [];
  served.run(() => void headers.push(send().header), undefined, undefined);
  served.end(code, code === 0 ? 'OK' : 'away', performance.now());
  return parseTraceparent(headers.join());
}

test('whoever is called goes by what came, whatever its own lot would say', () => {
  using before = by(false);
  const sent = send();
  using spans = by(true);
  expect(serve(sent.metadata)).toMatchObject({
    traceId: parseTraceparent(sent.header)?.traceId,
    traceFlags: 0,
  });
  expect([...before.finished(), ...spans.finished()]).toEqual([]);
});

test('work that is linked is sampled by lot too', async () => {
  using spans = by(false);
  await runLinked('later', [], async () => {
    expect(trace.getSpanContext(context.active())?.traceId).not.toBe(INVALID_TRACEID);
  });
  expect(spans.finished()).toEqual([]);
});

test('a call that was left out and failed is kept with the ids that went out', () => {
  const kept: UnsampledCall[] = [];
  const keeper = { slowMs: 1000, keep: (call: UnsampledCall) => kept.push(call) };
  using spans = by(false, { keeper });
  const sent = serve(send().metadata, 14);
  expect(spans.finished()).toEqual([]);
  expect(kept.map(({ span }) => span.traceId)).toEqual([sent?.traceId]);
  expect(kept[0]?.parent?.spanId).not.toBe(kept[0]?.span.spanId);
});
