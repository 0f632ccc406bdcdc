import type { TraceSummary } from '../../src/api.ts';
import { formatMs, formatTime } from '../format/figures.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { linkTo } from '../shell/route.ts';
import { FoldTable, number } from '../marks/fold-table.tsx';

/** One line each; the bar is the duration beside the longest of them. */
export function TraceTable({ traces }: { traces: readonly TraceSummary[] }) {
  const longestMs = Math.max(...traces.map(({ durationMs }) => durationMs));
  return (
    <FoldTable
      look="trace-table"
      headings={['Trace', 'Began', 'Duration', number('Spans'), 'What is odd']}
    >
      {traces.map((trace) => (
        <tr key={trace.traceId} class={trace.isError ? 'is-error' : ''}>
          <th scope="row" class="whole">
            <a href={linkTo('traces', trace.traceId)}>{trace.name}</a>
            <span class="muted small"> {trace.services.join(' · ')}</span>
          </th>
          <td data-label="Began">
            <time>{formatTime(trace.startAtMs)}</time>
          </td>
          <td class="wide" data-label="Duration">
            <span class="duration">
              <b>{formatMs(trace.durationMs)}</b>
              <span class={`meter ${trace.isError ? 'tone-bad' : ''}`} aria-hidden="true">
                <i style={{ width: `${Math.max(1, (trace.durationMs / longestMs) * 100)}%` }} />
              </span>
            </span>
          </td>
          <td class="number" data-label="Spans">
            {trace.spans}
          </td>
          <td class="whole">
            <TraceTags trace={trace} />
          </td>
        </tr>
      ))}
    </FoldTable>
  );
}

/** Failed, tried again, hedged, an order: in words. */
export function TraceTags({ trace }: { trace: TraceSummary }) {
  const { isError, error, retries, hedges, orderId } = trace;
  return (
    <span class="tags">
      {isError && (
        <span class="tag tone-bad error-tag" title={error}>
          <StatusMark tone="bad" />
          <span>{error ?? 'failed'}</span>
        </span>
      )}
      {retries > 0 && (
        <span class="tag tone-aside">↻ {retries === 1 ? 'a retry' : `${retries} retries`}</span>
      )}
      {hedges > 0 && (
        <span class="tag tone-aside">⇉ {hedges === 1 ? 'a hedge' : `${hedges} hedges`}</span>
      )}
      {orderId !== undefined && <span class="tag tone-idle">order {orderId.slice(0, 8)}</span>}
    </span>
  );
}
