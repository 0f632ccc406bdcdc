import type { EndpointSeries } from '../../src/api.ts';
import { TimeChart, type Series } from '../charts/time-chart.tsx';
import { formatCount, formatMs, formatRate, formatShare } from '../format/figures.ts';
import type { Column } from '../live/past.ts';
import { nameOfEndpoint } from './name-of-endpoint.ts';
import { shareColumns } from './share-columns.ts';

interface EndpointChartsProps {
  readonly endpoints: readonly EndpointSeries[];
  readonly timesMs: readonly number[];
}

/** What a client has known of its endpoints, and done with them, over the last minutes. */
export function EndpointCharts({ endpoints, timesMs }: EndpointChartsProps) {
  const shares = shareColumns(endpoints.map(({ callsPerSecond }) => callsPerSecond));
  const seriesOf = (column: (one: EndpointSeries, index: number) => Column): Series[] =>
    endpoints.map((one, index) => ({
      name: nameOfEndpoint(one),
      hue: (index % 6) + 1,
      values: column(one, index),
    }));
  const isWeighted = endpoints.some(({ weight }) =>
    weight.some((one) => one !== null && one !== 1),
  );
  return (
    <div class="chart-grid">
      <TimeChart
        title="Share of calls, over ten seconds"
        timesMs={timesMs}
        series={seriesOf((_, index) => shares[index] ?? [])}
        format={formatShare}
        max={1}
      />
      <TimeChart
        title="Latency that the balancer expects"
        timesMs={timesMs}
        series={seriesOf(({ latencyMs }) => latencyMs)}
        format={formatMs}
      />
      <TimeChart
        title="Calls"
        timesMs={timesMs}
        series={seriesOf(({ callsPerSecond }) => callsPerSecond)}
        format={formatRate}
        minTop={1}
      />
      <TimeChart
        title="Under way"
        timesMs={timesMs}
        series={seriesOf(({ inFlight }) => inFlight)}
        format={formatCount}
        minTop={2}
      />
      {isWeighted && (
        <TimeChart
          title="Weight that discovery gives"
          timesMs={timesMs}
          series={seriesOf(({ weight }) => weight)}
          format={formatCount}
          minTop={1}
        />
      )}
    </div>
  );
}
