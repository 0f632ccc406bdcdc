import { randomBytes } from 'node:crypto';
import type { ReceivedSpan } from './decode-otlp.ts';

/** A trace that a browser has begun: its header, and the span that it is in. */
export interface OpenedTrace {
  readonly header: string;
  readonly traceId: string;
  readonly spanId: string;
}

export function newTrace(): OpenedTrace {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { header: `00-${traceId}-${spanId}-01`, traceId, spanId };
}

/** What hangs below the opened span, oldest first: service and name, indented by depth. */
export function drawTrace(
  spans: readonly ReceivedSpan[],
  { traceId, spanId }: OpenedTrace,
): string[] {
  const ofTrace = spans.filter((span) => span.traceId === traceId);
  const draw = (parent: string, depth: number): string[] =>
    ofTrace
      .filter(({ parentSpanId }) => parentSpanId === parent)
      .sort((a, b) => Number(a.startNanos - b.startNanos))
      .flatMap((span) => [
        `${'  '.repeat(depth)}${span.service} ${span.name}`,
        ...draw(span.spanId, depth + 1),
      ]);
  return draw(spanId, 0);
}
