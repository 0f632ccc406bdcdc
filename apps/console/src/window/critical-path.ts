import type { CriticalSegment } from '../api/traces.ts';

/** As much of a span as its place in time takes. */
export interface TimedSpan {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startMs: number;
  readonly durationMs: number;
  /** It failed or was given up: of two that end together, the other one was waited for. */
  readonly isError: boolean;
}

/**
 * What the root waited for, from its start to its end without a gap: at each moment the deepest span
 * that had to end before the work could go on. As Jaeger's critical path: from the end backwards, the
 * child that ended last was waited for, up to its start; before that, who ended last then. What a
 * child does after its parent's end nobody waited for.
 */
export function findCriticalPath(spans: readonly TimedSpan[]): CriticalSegment[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string, TimedSpan[]>();
  let root: TimedSpan | undefined;
  for (const span of spans) {
    if (known.has(span.parentSpanId)) {
      const siblings = children.get(span.parentSpanId);
      if (siblings === undefined) children.set(span.parentSpanId, [span]);
      else siblings.push(span);
    } else if (root === undefined || span.startMs < root.startMs) root = span;
  }
  if (root === undefined) return [];
  for (const siblings of children.values()) siblings.sort(byEndDescending);

  const path: CriticalSegment[] = [];
  const visited = new Set<string>();
  // From the end backwards; each entry is a span whose time up to `endMs` is to be explained.
  const walk = (span: TimedSpan, startMs: number, endMs: number): void => {
    visited.add(span.spanId);
    let cursorMs = endMs;
    for (const child of children.get(span.spanId) ?? []) {
      const childStartMs = Math.max(child.startMs, startMs);
      const childEndMs = Math.min(endOf(child), cursorMs);
      if (childEndMs <= childStartMs || visited.has(child.spanId)) continue;
      if (childEndMs < cursorMs) {
        path.push({ spanId: span.spanId, startMs: childEndMs, endMs: cursorMs });
      }
      walk(child, childStartMs, childEndMs);
      cursorMs = childStartMs;
    }
    if (cursorMs > startMs) path.push({ spanId: span.spanId, startMs, endMs: cursorMs });
  };
  walk(root, root.startMs, endOf(root));
  return path.reverse();
}

function endOf({ startMs, durationMs }: TimedSpan): number {
  return startMs + durationMs;
}

function byEndDescending(one: TimedSpan, other: TimedSpan): number {
  return endOf(other) - endOf(one) || Number(one.isError) - Number(other.isError);
}
