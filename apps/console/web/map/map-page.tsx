import { useState } from 'preact/hooks';
import type { ServiceMap } from '../../src/api.ts';
import { replicas, snapshot } from '../live/stream.ts';
import { Opening } from '../shell/opening.tsx';
import { AlertBanner } from './alert-banner.tsx';
import { CallTable } from './call-table.tsx';
import { Pulse } from './pulse.tsx';
import { RecentTrouble } from './recent-trouble.tsx';
import { ReplicaCard } from './replica-card.tsx';
import { ServicePicture } from './service-picture.tsx';

/** Who runs, who calls whom, and how it goes. */
export function MapPage() {
  const [chosen, choose] = useState('');
  const map = snapshot.value?.map;
  if (map === undefined) return <Opening />;
  const replica = replicas.value.find(({ id }) => id === chosen);
  return (
    <div class="stack">
      <h1 class="visually-hidden">Map</h1>
      <AlertBanner />
      <Pulse />
      <section class="panel map-panel" aria-labelledby="map-title">
        <header>
          <h2 id="map-title">Services and calls</h2>
          <p class="muted small">Rates and latencies of the last ten seconds</p>
        </header>
        <ServicePicture map={map} chosen={chosen} choose={choose} />
        {replica !== undefined && <ReplicaCard replica={replica} close={() => choose('')} />}
      </section>
      <CallTable edges={inOrder(map)} />
      <RecentTrouble />
    </div>
  );
}

/** Callers before those they call, as on the map. */
function inOrder({ services, edges }: ServiceMap) {
  const place = (name: string) => services.findIndex(({ service }) => service === name);
  return edges.toSorted((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
}
