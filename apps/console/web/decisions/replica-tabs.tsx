import { replicas } from '../live/stream.ts';
import { Mark } from '../marks/mark.tsx';
import { judgeReplica } from '../map/replica-condition.ts';
import { linkTo } from '../shell/route.ts';

/** Whose decisions: links, so that each has an address. */
export function ReplicaTabs({ speakers, chosen }: { speakers: readonly string[]; chosen: string }) {
  return (
    <nav aria-label="Whose decisions">
      <ul class="replica-tabs">
        {speakers.map((id) => {
          const replica = replicas.value.find((one) => one.id === id);
          return (
            <li key={id}>
              <a href={linkTo('decisions', id)} aria-current={id === chosen ? 'true' : undefined}>
                {replica !== undefined && <Mark condition={judgeReplica(replica)} />}
                {id}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
