import { replicas } from '../live/stream.ts';
import { route } from '../shell/route.ts';
import { EffectPanel } from './effect-panel.tsx';
import { ExperimentPanel } from './experiment-panel.tsx';
import { FaultPanel } from './fault-panel.tsx';
import { ReplicaPanel } from './replica-panel.tsx';

/** Breaking things on purpose, beside what users notice of it. */
export function FaultsPage() {
  const { detail } = route.value;
  const wanted = replicas.value.some(({ id }) => id === detail) ? detail : '';
  return (
    <div class="stack">
      <div class="page-head">
        <h1>Faults</h1>
        <p>Break something, and watch what users notice of it.</p>
      </div>
      <div class="fault-columns">
        <EffectPanel />
        <div class="stack">
          <ExperimentPanel />
          <ReplicaPanel />
          <FaultPanel wanted={wanted} />
        </div>
      </div>
    </div>
  );
}
