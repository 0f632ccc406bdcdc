import type { Decisions } from '../../src/api.ts';
import { replicas, snapshot } from '../live/stream.ts';
import { Empty } from '../marks/empty.tsx';
import { linkTo, route } from '../shell/route.ts';
import { AdmissionPanel } from './admission-panel.tsx';
import { BreakerPanel } from './breaker-panel.tsx';
import { BudgetPanel } from './budget-panel.tsx';
import { ChannelPanel } from './channel-panel.tsx';
import { ReplicaTabs } from './replica-tabs.tsx';

/** What one process has decided about its calls, and why. */
export function DecisionsPage() {
  const decisions = snapshot.value?.decisions;
  if (decisions === undefined) return <Empty title="Nothing is known yet" />;
  const speakers = findSpeakers(decisions);
  const wanted = route.value.detail;
  const chosen = speakers.includes(wanted) ? wanted : (speakers[0] ?? '');
  const isOfChosen = ({ replica }: { readonly replica: string }) => replica === chosen;
  const channels = decisions.channels.filter(isOfChosen);
  return (
    <div class="stack">
      <div class="page-head">
        <h1>Decisions</h1>
        <p>
          Where each process sends its calls, what it no longer sends, and how much it takes itself.
        </p>
      </div>
      {speakers.length === 0 ? (
        <Empty title="No process has said anything yet">
          <p>Each one tells through its AdminService; the console asks as soon as it serves.</p>
        </Empty>
      ) : (
        <>
          <ReplicaTabs speakers={speakers} chosen={chosen} />
          {wanted !== '' && wanted !== chosen && (
            <p class="small muted">
              {wanted} does not answer; this is {chosen}. <a href={linkTo('map')}>See the map</a>.
            </p>
          )}
          {channels.map((channel) => (
            <ChannelPanel key={channel.target} channel={channel} />
          ))}
          {channels.length === 0 && (
            <section class="panel">
              <Empty title={`${chosen} calls nobody`}>
                <p>What it takes itself stands below.</p>
              </Empty>
            </section>
          )}
          <div class="side-by-side">
            <BreakerPanel breakers={decisions.breakers.filter(isOfChosen)} />
            <BudgetPanel
              budgets={decisions.budgets.filter(isOfChosen)}
              bulkheads={decisions.bulkheads.filter(isOfChosen)}
            />
          </div>
          <AdmissionPanel replica={chosen} limits={decisions.limits.filter(isOfChosen)} />
        </>
      )}
    </div>
  );
}

/** Whoever decides something, in the order of the map: callers first. */
function findSpeakers({ channels, limits, breakers }: Decisions): string[] {
  const heard = new Set([...channels, ...limits, ...breakers].map(({ replica }) => replica));
  const known = replicas.value.map(({ id }) => id).filter((id) => heard.delete(id));
  return [...known, ...heard];
}
