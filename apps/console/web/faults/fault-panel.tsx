import { useState } from 'preact/hooks';
import type { FaultCatalogue, FaultsAnswer } from '../../src/api.ts';
import { send } from '../live/requests.ts';
import { snapshot } from '../live/stream.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty } from '../marks/empty.tsx';
import { FaultForm } from './fault-form.tsx';

/** Every way to misbehave, on any replica, a switch each. */
export function FaultPanel({ wanted }: { wanted: string }) {
  const loaded = useLoaded<FaultCatalogue>('/api/faults');
  const [chosen, choose] = useState('');
  const { isBusy, run } = useAction();
  const inForce = snapshot.value?.faults ?? [];
  const clearAll = () =>
    run(async () => {
      await send<FaultsAnswer>('/api/faults', { action: 'clear', replicas: [] });
      return { text: 'All faults are over.' };
    });
  const catalogue = loaded.state === 'loaded' ? loaded.value : undefined;
  const toggle = catalogue?.toggles.find(({ id }) => id === chosen) ?? catalogue?.toggles[0];
  return (
    <section class="panel" aria-labelledby="faults-title">
      <header>
        <h2 id="faults-title">Faults from inside</h2>
        <button
          class="button small"
          type="button"
          disabled={isBusy || inForce.length === 0}
          onClick={clearAll}
        >
          End all faults
        </button>
      </header>
      {loaded.state === 'loading' && (
        <div class="inside">
          <div class="skeleton" />
        </div>
      )}
      {loaded.state === 'failed' && (
        <Empty title="The faults cannot be read" tone="bad">
          {loaded.why}
        </Empty>
      )}
      {catalogue !== undefined && toggle !== undefined && (
        <div class="inside stack">
          <fieldset class="toggles">
            <legend class="label">What goes wrong</legend>
            {catalogue.toggles.map(({ id, title }) => {
              const count = inForce.filter((fault) => fault.toggle === id).length;
              return (
                <label key={id} class={id === toggle.id ? 'is-chosen' : ''}>
                  <input
                    type="radio"
                    name="toggle"
                    value={id}
                    checked={id === toggle.id}
                    onChange={() => choose(id)}
                  />
                  {title}
                  {count > 0 && <span class="tag tone-warn">on {count}</span>}
                </label>
              );
            })}
          </fieldset>
          <FaultForm key={toggle.id} toggle={toggle} methods={catalogue.methods} wanted={wanted} />
        </div>
      )}
    </section>
  );
}
