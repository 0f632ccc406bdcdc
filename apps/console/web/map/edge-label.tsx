import type { Edge } from '../../src/api.ts';
import { formatMs, formatRate, formatShare } from '../format/figures.ts';

interface EdgeLabelProps {
  readonly edge: Edge;
  readonly at?: { readonly x: number; readonly y: number };
  /** Says from where: on a narrow screen no line does. */
  readonly isNamed?: boolean;
}

/** Rate, latency, failures and repeats of one kind of calls. */
export function EdgeLabel({ edge, at, isNamed = false }: EdgeLabelProps) {
  const { from, to, callsPerSecond, errorRatio, p50Ms, p99Ms } = edge;
  const repeats = edge.retriesPerSecond + edge.hedgesPerSecond;
  const place = at && { left: `${at.x}px`, top: `${at.y}px` };
  return (
    <div class={`edge-label ${isNamed ? 'is-named' : ''}`} style={place} aria-hidden={!isNamed}>
      {isNamed && (
        <span>
          <span class="visually-hidden">calls from </span>
          {from === 'browser' ? 'users' : from} <span aria-hidden="true">↓</span>
          <span class="visually-hidden"> to {to}: </span>
        </span>
      )}
      <strong>{callsPerSecond > 0 ? formatRate(callsPerSecond) : 'no calls'}</strong>
      {p50Ms !== null && (
        <span>
          {formatMs(p50Ms)} <i>p50</i> · {formatMs(p99Ms ?? undefined)} <i>p99</i>
        </span>
      )}
      {errorRatio > 0 && callsPerSecond > 0 && (
        <span class="tone-bad in-tone">✕ {formatShare(errorRatio)} failed</span>
      )}
      {repeats > 0 && <span class="tone-aside in-tone">↻ {formatRate(repeats)} again</span>}
    </div>
  );
}
