import type { Replica } from '../../src/api.ts';
import { formatCount, formatMs, formatRate, formatShare, NONE } from '../format/figures.ts';
import { ConditionTag } from '../marks/mark.tsx';
import { linkTo } from '../shell/route.ts';
import { judgeReplica } from './replica-condition.ts';

/** All that is known of one replica, and the ways on. */
export function ReplicaCard({ replica, close }: { replica: Replica; close: () => void }) {
  const { id, service, notes, limit } = replica;
  const facts: readonly (readonly [string, string])[] = [
    ['Calls', formatRate(replica.callsPerSecond)],
    ['Failed', formatShare(replica.errorRatio)],
    ['p50', formatMs(replica.p50Ms ?? undefined)],
    ['p99', formatMs(replica.p99Ms ?? undefined)],
    [
      'Under way',
      formatCount(replica.inFlight) + (limit === null ? '' : ` of ${formatCount(limit)}`),
    ],
    ['Address', replica.address === '' ? NONE : replica.address],
    ['Process', replica.pid === null ? NONE : String(replica.pid)],
    ['Up for', formatMs(replica.uptimeMs ?? undefined)],
    ['Restarts', replica.restarts === null ? NONE : String(replica.restarts)],
    ['Mesh', replica.mesh === '' ? NONE : replica.mesh],
  ];
  return (
    <section class="replica-card" aria-label={id}>
      <header>
        <h3>{id}</h3>
        <ConditionTag condition={judgeReplica(replica)} />
        <button type="button" class="dismiss" aria-label={`Close ${id}`} onClick={close}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      {notes.map((note) => (
        <p key={note} class="small">
          {note}
        </p>
      ))}
      <dl class="facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="ways-on">
        <a class="button small" href={linkTo('faults', id)}>
          Break it
        </a>
        <a class="button small" href={linkTo('decisions', id)}>
          Its decisions
        </a>
        <a class="button small" href={linkTo('traces', '', { service })}>
          Traces of {service}
        </a>
      </p>
    </section>
  );
}
