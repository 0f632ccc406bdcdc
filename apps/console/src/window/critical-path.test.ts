import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCriticalPath, type TimedSpan } from './critical-path.ts';

function span(
  spanId: string,
  parentSpanId: string,
  startMs: number,
  endMs: number,
  isError = false,
): TimedSpan {
  return { spanId, parentSpanId, startMs, durationMs: endMs - startMs, isError };
}

/** Trees of any shape: a parent is an earlier span, times are anything. */
const trees = fc
  .array(
    fc.record({
      parent: fc.nat(),
      startMs: fc.nat({ max: 100 }),
      durationMs: fc.nat({ max: 100 }),
      isError: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ parent, ...rest }, index): TimedSpan => ({
      spanId: `s${index}`,
      parentSpanId: index === 0 ? '' : `s${parent % index}`,
      ...rest,
    })),
  );

describe('the critical path', () => {
  it('covers the root from its start to its end, once, with spans that ran at that time', () => {
    fc.assert(
      fc.property(trees, (spans) => {
        const [root] = spans as [TimedSpan];
        const path = findCriticalPath(spans);
        const byId = new Map(spans.map((each) => [each.spanId, each]));
        let cursorMs = root.startMs;
        for (const { spanId, startMs, endMs } of path) {
          const { startMs: bornMs, durationMs } = byId.get(spanId)!;
          expect(startMs).toBe(cursorMs);
          expect(endMs).toBeGreaterThan(startMs);
          expect(bornMs).toBeLessThanOrEqual(startMs);
          expect(bornMs + durationMs).toBeGreaterThanOrEqual(endMs);
          cursorMs = endMs;
        }
        expect(cursorMs).toBe(root.startMs + root.durationMs);
      }),
    );
  });

  it('goes to a child as long as one runs that had to end before the parent could', () => {
    fc.assert(
      fc.property(trees, (spans) => {
        const children = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
        for (const { spanId, endMs } of findCriticalPath(spans)) {
          const endsThen = (children.get(spanId) ?? []).filter(
            (child) => child.startMs < endMs && child.startMs + child.durationMs === endMs,
          );
          expect(endsThen).toEqual([]);
        }
      }),
    );
  });

  it('takes the call that ended last of two that ran at the same time', () => {
    const path = findCriticalPath([
      span('root', '', 0, 100),
      span('fast', 'root', 10, 40),
      span('slow', 'root', 10, 90),
    ]);
    expect(path).toEqual([
      { spanId: 'root', startMs: 0, endMs: 10 },
      { spanId: 'slow', startMs: 10, endMs: 90 },
      { spanId: 'root', startMs: 90, endMs: 100 },
    ]);
  });

  it('takes the attempt that answered rather than the hedge that was cancelled then', () => {
    const path = findCriticalPath([
      span('call', '', 0, 50),
      span('lost', 'call', 0, 50, true),
      span('won', 'call', 20, 50),
    ]);
    expect(path.at(-1)).toEqual({ spanId: 'won', startMs: 20, endMs: 50 });
  });

  it('does not wait for what a child does after its parent', () => {
    const path = findCriticalPath([span('root', '', 0, 10), span('late', 'root', 5, 500)]);
    expect(path.at(-1)).toEqual({ spanId: 'late', startMs: 5, endMs: 10 });
  });

  it('ends although spans are each other’s ancestors', () => {
    const path = findCriticalPath([
      span('root', '', 0, 10),
      span('a', 'b', 0, 10),
      span('b', 'a', 0, 10),
    ]);
    expect(path).toEqual([{ spanId: 'root', startMs: 0, endMs: 10 }]);
  });
});
