import type { Edge } from '../../src/api.ts';
import { replicas } from '../live/stream.ts';
import type { Way } from './floor-plan.ts';
import { judgeReplica } from './replica-condition.ts';

/** The way of the calls: the trunk is as wide as the rate, each branch as wide as its share. */
export function EdgeLines({ way, edge }: { way: Way; edge: Edge }) {
  const isIdle = edge.callsPerSecond <= 0;
  const tone = edge.errorRatio >= 0.01 ? 'tone-bad' : '';
  const sums = Map.groupBy(edge.replicas, ({ to }) => to);
  const rateOf = (replica: string) =>
    (sums.get(replica) ?? []).reduce((sum, { callsPerSecond }) => sum + callsPerSecond, 0);
  const whole = way.fans.reduce((sum, { replica }) => sum + rateOf(replica), 0);
  return (
    <g class={`edge ${tone} ${isIdle ? 'is-idle' : ''}`}>
      <path
        class="trunk"
        d={way.trunk}
        stroke-width={isIdle ? 1.5 : trunkWidth(edge.callsPerSecond)}
      />
      {!isIdle && (
        <path
          class="flow"
          d={way.trunk}
          style={{ animationDuration: `${flowSeconds(edge.callsPerSecond)}s` }}
        />
      )}
      {way.fans.map(({ replica, path }) => {
        const share = whole > 0 ? rateOf(replica) / whole : isIdle ? 0 : 1 / way.fans.length;
        const state = replicas.value.find(({ id }) => id === replica);
        const isCut = state !== undefined && isLeftOut(judgeReplica(state));
        return (
          <path
            key={replica}
            class={`fan ${isCut ? 'is-cut' : ''} ${share === 0 ? 'is-idle' : ''}`}
            d={path}
            stroke-width={1 + share * 6}
          />
        );
      })}
    </g>
  );
}

const isLeftOut = (condition: string) =>
  condition !== 'serving' && condition !== 'slow' && condition !== 'failing';

const trunkWidth = (perSecond: number) => 2 + Math.min(7, Math.log2(1 + perSecond) * 0.8);

/** A dash travels faster where there is more to carry; steps keep the animation from starting over. */
const flowSeconds = (perSecond: number) =>
  [3, 2.2, 1.6, 1.1, 0.8, 0.6][Math.min(5, Math.floor(Math.log10(1 + perSecond) * 2))];
