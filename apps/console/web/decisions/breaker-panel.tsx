import type { Breaker } from '../../src/api.ts';
import { formatCount, formatMs } from '../format/figures.ts';
import type { StripState } from '../charts/time-strip.tsx';
import { TimeStrip } from '../charts/time-strip.tsx';
import { past } from '../live/past.ts';
import type { Tone } from '../marks/conditions.ts';
import { Empty } from '../marks/empty.tsx';
import { StatusMark } from '../marks/status-mark.tsx';
import { FoldTable, number } from '../marks/fold-table.tsx';

const phases: Record<Breaker['phase'], { readonly word: string; readonly tone: Tone }> = {
  closed: { word: 'closed', tone: 'good' },
  'half-open': { word: 'half-open', tone: 'warn' },
  open: { word: 'open', tone: 'bad' },
  isolated: { word: 'isolated by hand', tone: 'aside' },
};

/** As the history numbers them. */
const strip: readonly StripState[] = [
  { word: 'closed', tone: 'good', height: 0.15 },
  { word: 'half-open', tone: 'warn', height: 0.6 },
  { word: 'open', tone: 'bad', height: 1 },
  { word: 'isolated', tone: 'aside', height: 1 },
];

/** Which methods of its dependencies it no longer calls. */
export function BreakerPanel({ breakers }: { breakers: readonly Breaker[] }) {
  const told = breakers.filter(({ phase, calls }) => phase !== 'closed' || calls > 0);
  const silent = breakers.length - told.length;
  return (
    <section class="panel" aria-labelledby="breakers-title">
      <header>
        <h2 id="breakers-title">Breakers</h2>
        <p class="muted small">closed: calls go through</p>
      </header>
      {told.length === 0 ? (
        <Empty title="No breaker has seen a call yet" />
      ) : (
        <FoldTable
          headings={['Method', 'Phase', number('Calls'), number('Failed'), number('Slow')]}
        >
          {told.map((breaker) => (
            <BreakerRow key={`${breaker.target} ${breaker.method}`} breaker={breaker} />
          ))}
        </FoldTable>
      )}
      {silent > 0 && told.length > 0 && (
        <p class="inside muted small">
          {silent} more {silent === 1 ? 'is' : 'are'} closed, and saw no call in the window.
        </p>
      )}
    </section>
  );
}

function BreakerRow({ breaker }: { breaker: Breaker }) {
  const { service, method, phase, calls, failures, slowCalls, opensForMs } = breaker;
  const { word, tone } = phases[phase];
  const history = past.value;
  const series = history.breakers.find(
    (one) =>
      one.replica === breaker.replica && one.target === breaker.target && one.method === method,
  );
  return (
    <tr>
      <th scope="row" class="whole">
        {service} <b class="endpoint-name">{method.split('/').at(-1)}</b>
        {series !== undefined && (
          <TimeStrip
            title={`Breaker of ${method.split('/').at(-1)}, the last five minutes`}
            values={series.phase}
            stepMs={history.stepMs}
            states={strip}
          />
        )}
      </th>
      <td class="whole">
        <span class={`tag tone-${tone}`}>
          <StatusMark tone={tone} />
          {word}
        </span>
        {opensForMs > 0 && <span class="small muted"> probes in {formatMs(opensForMs)}</span>}
      </td>
      <td class="number" data-label="Calls">
        {formatCount(calls)}
      </td>
      <td class={`number ${failures > 0 ? 'tone-bad in-tone' : ''}`} data-label="Failed">
        {formatCount(failures)}
      </td>
      <td class="number" data-label="Slow">
        {formatCount(slowCalls)}
      </td>
    </tr>
  );
}
