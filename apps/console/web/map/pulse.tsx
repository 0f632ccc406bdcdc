import { Sparkline } from '../charts/sparkline.tsx';
import { formatCount, formatMs, formatRate, formatShare } from '../format/figures.ts';
import type { Column } from '../live/past.ts';
import { frontOf, past, successColumn, sumColumns } from '../live/past.ts';
import { edges, front, snapshot } from '../live/stream.ts';

interface PulseItem {
  readonly title: string;
  readonly figure: string;
  readonly values: Column;
  readonly max?: number;
  readonly tone?: string;
}

/** The last five minutes in a row of small charts. */
export function Pulse() {
  const history = past.value;
  const frontPast = frontOf(history);
  const now = front.value;
  const length = history.atMs.length;
  const repeats = edges.value.reduce(
    (sum, { retriesPerSecond, hedgesPerSecond }) => sum + retriesPerSecond + hedgesPerSecond,
    0,
  );
  const admitted = sumColumns(
    history.limits.map(({ inFlight }) => inFlight),
    length,
  );
  const limits = snapshot.value?.decisions.limits ?? [];
  const inFlight = limits.reduce((sum, one) => sum + one.inFlight, 0);
  const isFailing = now !== undefined && now.errorRatio >= 0.01;
  const items: readonly PulseItem[] = [
    {
      title: 'Requests',
      figure: formatRate(now?.callsPerSecond),
      values: frontPast?.callsPerSecond ?? [],
    },
    {
      title: 'Success',
      figure: formatShare(now === undefined || now.p50Ms === null ? undefined : 1 - now.errorRatio),
      values: successColumn(frontPast),
      max: 1,
      ...(isFailing && { tone: 'tone-bad' }),
    },
    {
      title: 'Latency p50',
      figure: formatMs(now?.p50Ms ?? undefined),
      values: frontPast?.p50Ms ?? [],
    },
    {
      title: 'Latency p99',
      figure: formatMs(now?.p99Ms ?? undefined),
      values: frontPast?.p99Ms ?? [],
    },
    {
      title: 'Retries and hedges',
      figure: formatRate(repeats),
      values: sumColumns(
        history.budgets.map(({ retries }) => retries),
        length,
      ),
      ...(repeats > 0 && { tone: 'tone-aside' }),
    },
    { title: 'Calls under way', figure: formatCount(inFlight), values: admitted },
  ];
  return (
    <section aria-label="The last five minutes">
      <ul class="pulse">
        {items.map(({ title, figure, values, max, tone }) => (
          <li key={title} class={`panel ${tone ?? ''}`}>
            <p>
              <span class="muted">{title}</span>
              <strong>{figure}</strong>
            </p>
            <Sparkline
              values={values}
              label={`${title} over the last five minutes, now ${figure}`}
              {...(max !== undefined && { max })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
