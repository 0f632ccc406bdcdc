import { useMemo, useState } from 'preact/hooks';
import type { Trace } from '../../src/api.ts';
import { countOf, formatMs, formatTime } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty } from '../marks/empty.tsx';
import { linkTo } from '../shell/route.ts';
import { CriticalSummary } from './critical-summary.tsx';
import { LinkedTraces } from './linked-traces.tsx';
import { LogTable } from './log-table.tsx';
import { SpanDetail } from './span-detail.tsx';
import { TraceTags } from './trace-table.tsx';
import { Waterfall } from './waterfall.tsx';

const LATE_RATIO = 1.2;

/** How long spans may still come in after the trace was first asked for. */
const SETTLING_MS = 6000;

/** One trace: its waterfall, the chosen span, and everything that was logged. */
export function TraceView({ traceId }: { traceId: string }) {
  const [openedAtMs] = useState(() => snapshot.peek()?.atMs ?? 0);
  const nowMs = snapshot.value?.atMs ?? 0;
  // Young traces grow: what a service has not sent yet comes a moment later.
  const version = Math.min(nowMs, openedAtMs + SETTLING_MS);
  const loaded = useLoaded<Trace>(`/api/traces/${encodeURIComponent(traceId)}`, version);
  const isSettling = version < openedAtMs + SETTLING_MS;

  if (loaded.state === 'loaded') return <TraceBody trace={loaded.value} />;
  return (
    <div class="stack">
      <h1>Trace</h1>
      <section class="panel">
        {loaded.state === 'failed' && (
          <Empty title="The trace cannot be read" tone="bad">
            {loaded.why}
          </Empty>
        )}
        {loaded.state === 'loading' || (loaded.state === 'missing' && isSettling) ? (
          <div class="inside" aria-busy="true">
            <p class="muted small">Waiting for the spans of {traceId} …</p>
            <div class="skeleton skeleton-large" />
          </div>
        ) : null}
        {loaded.state === 'missing' && !isSettling && (
          <Empty title="This trace is not here">
            <p>It has made room for younger ones, or it was never sampled.</p>
            <a href={linkTo('traces')}>All traces</a>
          </Empty>
        )}
      </section>
    </div>
  );
}

function TraceBody({ trace }: { trace: Trace }) {
  const firstError = trace.tree.find(({ status }) => status === 'error');
  const [chosenId, choose] = useState('');
  const [isWhole, setWhole] = useState(false);
  const answeredMs = trace.tree[0]?.durationMs ?? trace.durationMs;
  const wholeMs = Math.max(
    trace.durationMs,
    ...trace.tree.map(({ startMs, durationMs }) => startMs + durationMs),
  );
  // A server that was frozen ends its span long after its caller has gone elsewhere: that would
  // squeeze what the caller felt into a corner.
  const isLate = wholeMs > answeredMs * LATE_RATIO;
  const fallback = firstError ?? trace.tree[0];
  const chosen = trace.tree.find(({ spanId }) => spanId === chosenId) ?? fallback;
  const critical = useMemo(() => Map.groupBy(trace.criticalPath, ({ spanId }) => spanId), [trace]);
  return (
    <div class="stack">
      <div class="page-head trace-head">
        <h1>{trace.tree[0]?.name ?? trace.name}</h1>
        <p>
          <b>{formatMs(answeredMs)}</b> · {countOf(trace.spans, 'span')} ·{' '}
          {countOf(trace.services.length, 'service')} · began {formatTime(trace.startAtMs)} ·{' '}
          <code class="trace-id">{trace.traceId}</code>
        </p>
        <TraceTags trace={trace} />
      </div>
      <CriticalSummary trace={trace} />
      <div class="trace-columns">
        <section class="panel" aria-labelledby="waterfall-title">
          <header>
            <h2 id="waterfall-title">Waterfall</h2>
            {isLate && (
              <label class="check">
                <input
                  type="checkbox"
                  checked={isWhole}
                  onChange={(event) => setWhole(event.currentTarget.checked)}
                />
                To the last span, after {formatMs(wholeMs)}
              </label>
            )}
            <p class="muted small waterfall-key">
              <span class="key-critical" aria-hidden="true" /> critical path
              <span class="key-log" aria-hidden="true" /> log line
              <span class="key-again" aria-hidden="true" /> tried again
            </p>
          </header>
          <Waterfall
            trace={trace}
            scaleMs={isLate && !isWhole ? answeredMs : wholeMs}
            critical={critical}
            chosen={chosen?.spanId ?? ''}
            choose={choose}
          />
        </section>
        {chosen !== undefined && <SpanDetail trace={trace} span={chosen} />}
      </div>
      <LogTable trace={trace} chosen={chosen?.spanId ?? ''} choose={choose} />
      <LinkedTraces trace={trace} />
    </div>
  );
}
