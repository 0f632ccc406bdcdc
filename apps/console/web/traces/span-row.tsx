import type { CriticalSegment, LogLine, Span } from '../../src/api.ts';
import { formatMs } from '../format/figures.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { describeAttempt } from './describe-attempt.ts';

interface SpanRowProps {
  readonly span: Span;
  readonly traceMs: number;
  readonly hue: number;
  readonly logs: readonly LogLine[];
  readonly critical: readonly CriticalSegment[];
  /** Spans below it. */
  readonly below: number;
  readonly isFolded: boolean;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly toggle: () => void;
}

/** One span: who and what, and a bar that says when. */
export function SpanRow(props: SpanRowProps) {
  const { span, hue, logs, below, isFolded, isChosen, choose, toggle } = props;
  const attempt = describeAttempt(span);
  const isError = span.status === 'error';
  return (
    <tr
      class={`${isChosen ? 'is-chosen' : ''} ${isError ? 'is-error' : ''}`}
      data-span={span.spanId}
      tabIndex={isChosen ? 0 : -1}
      aria-level={span.depth + 1}
      aria-expanded={below > 0 ? !isFolded : undefined}
      aria-selected={isChosen}
      style={{ '--hue': `var(--series-${hue})` }}
      onClick={choose}
    >
      <td
        class="span-name"
        style={{ paddingLeft: `calc(8px + ${Math.min(span.depth, 12)} * var(--step))` }}
      >
        {below > 0 ? (
          <span class={`twisty ${isFolded ? '' : 'is-open'}`} onClick={toggle} aria-hidden="true">
            ▸
          </span>
        ) : (
          <span class="twisty" aria-hidden="true" />
        )}
        <i class="service-dot" aria-hidden="true" />
        <span class="span-title">
          <b>{span.service}</b> {shortName(span.name)}
          {isFolded && <span class="muted"> +{below}</span>}
        </span>
        {attempt !== undefined && (
          <span class={`attempt ${attempt.isAgain ? 'is-again' : ''}`}>{attempt.mark}</span>
        )}
        {isError && <StatusMark tone="bad" />}
        <span class="visually-hidden">
          {attempt?.text} {span.kind} {isError && `failed: ${span.statusMessage}`}
          {logs.length > 0 && ` ${logs.length} log lines`}
        </span>
      </td>
      <td class="span-time">
        <SpanBar {...props} isAgain={attempt?.isAgain ?? false} />
      </td>
      <td class="number span-took">{formatMs(span.durationMs)}</td>
    </tr>
  );
}

function SpanBar({
  span,
  traceMs,
  logs,
  critical,
  isAgain,
}: SpanRowProps & { readonly isAgain: boolean }) {
  const percent = (ms: number) => (traceMs > 0 ? (ms / traceMs) * 100 : 0);
  const clamp = (value: number) => Math.min(100, Math.max(0, value));
  const left = Math.min(99.2, clamp(percent(span.startMs)));
  const width = Math.min(100 - left, percent(span.durationMs));
  return (
    <span class="lane">
      <span
        class={`bar kind-${span.kind} ${isAgain ? 'is-again' : ''}`}
        style={{ left: `${left}%`, width: `max(3px, ${width}%)` }}
      />
      {critical.map(({ startMs, endMs }) => (
        <span
          key={startMs}
          class="critical"
          style={{
            left: `${clamp(percent(startMs))}%`,
            width: `max(2px, ${Math.min(100 - clamp(percent(startMs)), percent(endMs - startMs))}%)`,
          }}
        />
      ))}
      {logs.map((line, index) => (
        <span
          key={index}
          class={`log-tick is-${line.severity}`}
          style={{ left: `${clamp(percent(line.atMs))}%` }}
        />
      ))}
    </span>
  );
}

/** `Attempt.ballast.orders.v1.OrdersService/PlaceOrder` is long, and the rest stands beside it. */
function shortName(name: string): string {
  return name.replace(/^(?:\w+[. ])?(?:\w+\.)*\w+\/(?=[A-Z]\w*$)/, '');
}
