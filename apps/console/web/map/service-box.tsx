import type { ServiceNode } from '../../src/api.ts';
import { formatMs } from '../format/figures.ts';
import { replicas } from '../live/stream.ts';
import type { Box } from './floor-plan.ts';
import { HEAD_HEIGHT, ROW_HEIGHT } from './floor-plan.ts';
import { ReplicaRow } from './replica-row.tsx';

interface ServiceBoxProps {
  readonly node: ServiceNode;
  readonly chosen: string;
  readonly choose: (replica: string) => void;
  /** Absent: where the page puts it. */
  readonly place?: Box;
}

/** A service and its replicas. */
export function ServiceBox({ node, chosen, choose, place }: ServiceBoxProps) {
  const { service, serving } = node;
  const own = node.replicas.flatMap((id) => replicas.value.find((one) => one.id === id) ?? []);
  const style = place && {
    left: `${place.left}px`,
    top: `${place.top}px`,
    width: `${place.width}px`,
    height: `${place.height}px`,
  };
  const isBrowser = service === 'browser';
  return (
    <section
      class={`service-box ${isBrowser ? 'is-browser' : ''}`}
      style={style}
      aria-label={service}
    >
      <header style={{ height: `${HEAD_HEIGHT}px` }}>
        <h3>{isBrowser ? 'users' : service}</h3>
        <p class="muted">
          {isBrowser
            ? 'over HTTP'
            : `${serving} of ${own.length} serving · p99 ${formatMs(node.p99Ms ?? undefined)}`}
        </p>
      </header>
      {own.length > 0 && (
        <ul style={{ '--row': `${ROW_HEIGHT}px` }}>
          {own.map((replica) => (
            <ReplicaRow
              key={replica.id}
              replica={replica}
              isChosen={replica.id === chosen}
              choose={() => choose(replica.id === chosen ? '' : replica.id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
