import type {
  Done,
  FaultsAnswer,
  PlatformService,
  PlatformState,
  Replica,
  ReplicaAction,
} from '../../src/api.ts';
import { formatMs, formatRate } from '../format/figures.ts';
import { send } from '../live/requests.ts';
import { replicas, snapshot } from '../live/stream.ts';
import { useAction } from '../live/use-action.ts';
import { judgeReplica } from '../map/replica-condition.ts';
import { ConditionTag } from '../marks/mark.tsx';
import { FoldTable, number } from '../marks/fold-table.tsx';

const words: Record<ReplicaAction, string> = {
  kill: 'Kill',
  pause: 'Pause',
  resume: 'Resume',
  restart: 'Restart',
};

/** Every process: kill it, let it hang, replace it; more of them, or fewer. */
export function ReplicaPanel() {
  const platform = snapshot.value?.platform;
  if (platform === undefined) return null;
  return (
    <section class="panel" aria-labelledby="replicas-title">
      <header>
        <h2 id="replicas-title">Replicas</h2>
        <PlatformNote platform={platform} />
      </header>
      {platform.kind === 'local' && (
        <div class="scales inside">
          {platform.services
            .filter(({ minReplicas, maxReplicas }) => minReplicas !== maxReplicas)
            .map((service) => (
              <Scale key={service.service} service={service} isPossible={platform.isReachable} />
            ))}
        </div>
      )}
      <FoldTable
        headings={['Replica', 'State', number('Calls'), number('p99'), 'Faults in force', 'Do']}
      >
        {replicas.value.map((replica) => (
          <ReplicaLine key={replica.id} replica={replica} platform={platform} />
        ))}
      </FoldTable>
    </section>
  );
}

function PlatformNote({ platform }: { platform: PlatformState }) {
  if (platform.kind === 'none') {
    return (
      <p class="muted small">Starting and ending them is the cluster’s business: use kubectl.</p>
    );
  }
  if (!platform.isReachable)
    return <p class="small tone-bad in-tone">The supervisor does not answer.</p>;
  return <p class="muted small">A killed one is started again with back-off</p>;
}

function Scale({ service, isPossible }: { service: PlatformService; isPossible: boolean }) {
  const { isBusy, run } = useAction();
  const { service: name, replicas: count, minReplicas, maxReplicas } = service;
  const scale = (wanted: number) =>
    run(() => send<Done>('/api/platform/scale', { service: name, replicas: wanted }));
  return (
    <div class="scale" role="group" aria-label={`Replicas of ${name}`}>
      <span>{name}</span>
      <button
        class="button small"
        type="button"
        aria-label={`One ${name} fewer`}
        disabled={!isPossible || isBusy || count <= minReplicas}
        onClick={() => scale(count - 1)}
      >
        −
      </button>
      <output>{count}</output>
      <button
        class="button small"
        type="button"
        aria-label={`One ${name} more`}
        disabled={!isPossible || isBusy || count >= maxReplicas}
        onClick={() => scale(count + 1)}
      >
        +
      </button>
    </div>
  );
}

function ReplicaLine({ replica, platform }: { replica: Replica; platform: PlatformState }) {
  const { isBusy, run } = useAction();
  const { id, callsPerSecond, p99Ms, startsInMs, notes } = replica;
  const faults = snapshot.value?.faults.filter((fault) => fault.replica === id) ?? [];
  const actions = platform.actions.filter((action) => isOffered(action, replica));
  const act = (action: ReplicaAction) =>
    run(() => send<Done>(`/api/platform/replicas/${encodeURIComponent(id)}/${action}`));
  const clear = (name: string) =>
    run(async () => {
      await send<FaultsAnswer>('/api/faults', { action: 'clear', replicas: [id], names: [name] });
    });
  return (
    <tr data-replica={id}>
      <th scope="row" class="whole">
        <b class="endpoint-name">{id}</b>
      </th>
      <td class="whole">
        <ConditionTag condition={judgeReplica(replica)} why={notes.join('; ')} />
        {startsInMs !== null && <span class="small muted"> again in {formatMs(startsInMs)}</span>}
      </td>
      <td class="number" data-label="Calls">
        {formatRate(callsPerSecond)}
      </td>
      <td class="number" data-label="p99">
        {formatMs(p99Ms ?? undefined)}
      </td>
      <td class="whole" data-label="Faults in force">
        {faults.length === 0 && <span class="muted small">none</span>}
        <span class="tags">
          {faults.map(({ name, text, hits, remainingMs }) => (
            <button
              key={name}
              type="button"
              class="tag tone-warn fault-chip"
              title={`${hits} calls hit`}
              onClick={() => clear(name)}
            >
              <span class="visually-hidden">End </span>
              <span aria-hidden="true">⚡</span> {text} ·{' '}
              {formatMs(Math.ceil(remainingMs / 1000) * 1000)} <b aria-hidden="true">×</b>
            </button>
          ))}
        </span>
      </td>
      <td class="whole">
        <span class="actions">
          {actions.map((action) => (
            <button
              key={action}
              class="button small"
              type="button"
              aria-label={`${words[action]} ${id}`}
              disabled={isBusy || !platform.isReachable || !isPossible(action, replica)}
              onClick={() => act(action)}
            >
              {words[action]}
            </button>
          ))}
        </span>
      </td>
    </tr>
  );
}

/** Pause and resume take turns in one place. */
function isOffered(
  action: PlatformState['actions'][number],
  { state }: Replica,
): action is ReplicaAction {
  if (action === 'scale') return false;
  if (action === 'pause') return state !== 'paused';
  return action !== 'resume' || state === 'paused';
}

/** What makes no sense as it stands is not offered. */
function isPossible(action: ReplicaAction, { state }: Replica): boolean {
  switch (action) {
    case 'resume':
      return state === 'paused';
    case 'kill':
      return state !== 'waiting' && state !== 'stopped';
    case 'pause':
    case 'restart':
      return state === 'serving' || state === 'unreachable';
    default:
      return action satisfies never;
  }
}
