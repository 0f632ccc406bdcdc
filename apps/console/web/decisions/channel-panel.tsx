import type { ChannelOfClient, EndpointSeries } from '../../src/api.ts';
import { Fragment } from 'preact';
import type { StripState } from '../charts/time-strip.tsx';
import { TimeStrip } from '../charts/time-strip.tsx';
import type { Column } from '../live/past.ts';
import { past } from '../live/past.ts';
import { EndpointCharts } from './endpoint-charts.tsx';
import { EndpointTable } from './endpoint-table.tsx';
import { LastPickLine } from './last-pick-line.tsx';
import { nameOfEndpoint } from './name-of-endpoint.ts';

/** One dependency of a client: its endpoints now, and over the last minutes. */
export function ChannelPanel({ channel }: { channel: ChannelOfClient }) {
  const { replica, target, service, balancer, endpoints, lastPick } = channel;
  const history = past.value;
  const own = history.endpoints.filter((one) => one.replica === replica && one.target === target);
  const isListed = new Set(endpoints.map(({ address }) => address));
  // Who left long ago would only crowd the legend.
  const shown = own.filter(({ address, inFlight }) => isListed.has(address) || isYoung(inFlight));
  return (
    <section class="panel" aria-label={`${replica} to ${service}`}>
      <header>
        <h2>
          <span class="muted">to</span> {service}
        </h2>
        <p class="muted small">
          balanced by <code>{balancer}</code> · <code class="target">{target}</code>
        </p>
      </header>
      <EndpointTable endpoints={endpoints} />
      <div class="inside stack">
        <LastPickLine pick={lastPick} endpoints={endpoints} />
        <EndpointCharts endpoints={shown} timesMs={history.atMs} />
        <EjectionStrips series={shown} stepMs={history.stepMs} />
      </div>
    </section>
  );
}

const strip: readonly StripState[] = [
  { word: 'takes calls', tone: 'good', height: 0.15 },
  { word: 'left alone', tone: 'bad', height: 1 },
];

/** Who was left alone when; shown once somebody was. */
function EjectionStrips({ series, stepMs }: { series: readonly EndpointSeries[]; stepMs: number }) {
  if (!series.some(({ leftAlone }) => leftAlone.some((value) => value === 1))) return null;
  return (
    <section>
      <h3 class="small">Left alone</h3>
      <div class="strips">
        {series.map((one) => (
          <Fragment key={one.address}>
            <span>{nameOfEndpoint(one)}</span>
            <TimeStrip
              title={`${nameOfEndpoint(one)}, the last five minutes`}
              values={one.leftAlone}
              stepMs={stepMs}
              states={strip}
            />
          </Fragment>
        ))}
      </div>
    </section>
  );
}

const isYoung = (column: Column) => column.slice(-60).some((value) => value !== null);
