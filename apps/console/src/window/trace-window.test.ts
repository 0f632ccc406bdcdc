import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../api/traces.ts';
import type { EncodedSpan, ReceivedSpan } from '../otlp/received.ts';
import { describeSpan, type SpanFacts } from './span-facts.ts';
import { TraceWindow, type WindowLimits } from './trace-window.ts';

const source = { service: 'orders', replica: 'orders#1' };
const limits: WindowLimits = {
  ...{ maxBytes: 65_536, maxAgeMs: 1000, maxTellingAgeMs: 5000, slowMs: 500 },
  maxSpansOfTrace: 50,
};

interface Sent {
  readonly trace: number;
  readonly bytes: number;
  readonly isError: boolean;
  readonly atMs: number;
}

const sent = fc.record({
  trace: fc.nat({ max: 40 }),
  bytes: fc.integer({ min: 50, max: 4000 }),
  isError: fc.boolean(),
  atMs: fc.nat({ max: 3000 }),
});

function idOf(trace: number): string {
  return trace.toString(16).padStart(32, '0');
}

function factsOf({ trace, isError, atMs }: Sent): SpanFacts {
  const span: ReceivedSpan = {
    ...{
      traceId: idOf(trace),
      spanId: '00000000000000aa',
      parentSpanId: '',
      name: 'work',
      kind: 1,
    },
    ...{ startAtMs: atMs, endAtMs: atMs + 1, attributes: {}, statusMessage: '' },
    status: isError ? 2 : 0,
  };
  return describeSpan(span, source);
}

function encodedOf({ bytes }: Sent): EncodedSpan {
  return { form: 'json', text: 'x'.repeat(bytes), source };
}

function add(window: TraceWindow, each: Sent, nowMs: number): void {
  window.add(factsOf(each), encodedOf(each), nowMs);
}

describe('the window', () => {
  it('never holds more than its bytes, drops whole traces, and counts each span that went', () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 300 }), (all) => {
        const window = new TraceWindow(limits);
        all.forEach((each, index) => {
          add(window, each, index);
          const { bytes, maxBytes, spans, spansDropped, refused } = window.stats;
          expect(bytes).toBeLessThanOrEqual(maxBytes);
          expect(spans + spansDropped + refused).toBe(index + 1);
          const kept = window.list();
          expect(kept.reduce((sum, record) => sum + record.bytes, 0)).toBe(bytes);
          expect(kept.reduce((sum, record) => sum + record.spans.length, 0)).toBe(spans);
        });
      }),
    );
  });

  it('lets go of what is too old, and keeps what tells something longer', () => {
    fc.assert(
      fc.property(
        fc.array(sent, { minLength: 1, maxLength: 100 }),
        fc.nat(8000),
        (all, laterMs) => {
          const window = new TraceWindow(limits);
          for (const each of all) add(window, each, 0);
          window.sweep(laterMs);
          const isKept = (isTelling: boolean): boolean => laterMs <= (isTelling ? 5000 : 1000);
          for (const { isError, durationMs } of window.list()) {
            expect(isKept(isError || durationMs >= limits.slowMs)).toBe(true);
          }
        },
      ),
    );
  });

  it('drops plain traces before those that failed, oldest first', () => {
    const window = new TraceWindow(limits);
    const failed = { trace: 999, bytes: 100, isError: true, atMs: 0 };
    add(window, failed, 0);
    for (let trace = 0; trace < 40; trace++) {
      add(window, { trace, bytes: 4000, isError: false, atMs: trace }, trace);
    }
    expect(window.find(idOf(999))?.isError).toBe(true);
    expect(window.find(idOf(0))).toBeUndefined();
    expect(window.find(idOf(39))).toBeDefined();
    expect(window.stats.spansDropped).toBeGreaterThan(0);
  });

  it('gives errors no more than half of the room while others want it', () => {
    const window = new TraceWindow(limits);
    for (let trace = 0; trace < 100; trace++) {
      add(window, { trace, bytes: 3000, isError: trace % 2 === 0, atMs: trace }, trace);
    }
    const kept = window.list();
    const ofErrors = kept.filter(({ isError }) => isError);
    const bytes = ofErrors.reduce((sum, record) => sum + record.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(limits.maxBytes / 2 + 5000);
    expect(kept.length - ofErrors.length).toBeGreaterThan(3);
  });

  it('refuses more spans of one trace than it has room for', () => {
    const window = new TraceWindow(limits);
    for (let index = 0; index < 60; index++) {
      add(window, { trace: 1, bytes: 50, isError: false, atMs: 0 }, 0);
    }
    expect(window.stats).toMatchObject({ spans: 50, refused: 10, traces: 1 });
  });

  it('counts all of a log record: its attributes too, and two bytes where V8 takes them', () => {
    const bytesOf = (text: string, attributes: Attributes): number => {
      const window = new TraceWindow({ ...limits, maxBytes: 1024 * 1024 });
      const log = { traceId: idOf(1), spanId: '', atMs: 0, severity: 9, text, attributes };
      window.addLog({ log, source }, 0);
      return window.stats.bytes;
    };
    const empty = bytesOf('', {});
    expect(bytesOf('x'.repeat(1000), {}) - empty).toBe(1000);
    expect(bytesOf('ж'.repeat(1000), {}) - empty).toBe(2000);
    expect(bytesOf('', { body: 'x'.repeat(1000) }) - empty).toBeGreaterThan(1000);
    expect(bytesOf('', { bodies: ['x'.repeat(500), 'ж'.repeat(500)] }) - empty).toBeGreaterThan(
      1500,
    );
  });
});
