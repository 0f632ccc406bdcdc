import type { Replica } from '../../src/api.ts';
import { formatMs, formatRate } from '../format/figures.ts';
import { conditions } from '../marks/conditions.ts';
import { Mark } from '../marks/mark.tsx';
import { judgeReplica } from './replica-condition.ts';

interface ReplicaRowProps {
  readonly replica: Replica;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

/** One process: its shape, its state in a word, and how much it does. */
export function ReplicaRow({ replica, isChosen, choose }: ReplicaRowProps) {
  const { id, callsPerSecond, p99Ms, faults, startsInMs } = replica;
  const condition = judgeReplica(replica);
  const { tone, word } = conditions[condition];
  const isWell = condition === 'serving';
  return (
    <li>
      <button
        type="button"
        class={`replica-row tone-${tone} ${isWell ? '' : 'is-odd'}`}
        aria-expanded={isChosen}
        onClick={choose}
      >
        <Mark condition={condition} />
        <span class="replica-name">
          <span class="visually-hidden">{id}</span>
          <span aria-hidden="true">{shortId(replica)}</span>
          {faults.length > 0 && (
            <span class="fault-flag" title={`faults: ${faults.join(', ')}`}>
              <span aria-hidden="true">⚡</span>
              <span class="visually-hidden">has faults: {faults.join(', ')}</span>
            </span>
          )}
        </span>
        <span class="replica-word">
          {isWell ? formatRate(callsPerSecond) : word}
          {startsInMs !== null && (
            <>
              {' · '}
              <span class="visually-hidden">starts again in </span>
              {formatMs(startsInMs)}
            </>
          )}
        </span>
        {startsInMs === null && (
          <span class="replica-latency">{p99Ms === null ? '' : formatMs(p99Ms)}</span>
        )}
      </button>
    </li>
  );
}

/** The service's name stands above: what is left of the id tells the replicas apart. */
function shortId({ id, service }: Replica): string {
  const rest = id.startsWith(service) ? id.slice(service.length).replace(/^-/, '') : id;
  return rest === '' ? id : rest;
}
