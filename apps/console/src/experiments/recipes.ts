import type { FaultChoice } from '../api/faults.ts';
import type { Levers } from './levers.ts';
import type { Plan, Recipe } from './plan.ts';

const NO_PLATFORM = 'no platform starts and ends replicas here: in a cluster use kubectl';

/** Everything on the list, the gentlest first. */
export const recipes: readonly Recipe[] = [
  {
    id: 'lose-one-inventory',
    title: 'Lose one inventory replica while ordering',
    does: ['Kills one inventory replica (SIGKILL) in the midst of orders.'],
    expect: [
      'No request fails: calls that were under way are repeated on another replica.',
      'The replica is out of everybody’s sight at once, and back within some seconds.',
    ],
    troubleMs: 10_000,
    maxErrorRatio: 0.002,
    findObstacle: (levers) => needPlatform(levers) ?? needServing(levers, 'inventory', 2),
    plan: (levers) => {
      const [victim = ''] = servingOf(levers, 'inventory').slice(-1);
      return {
        replicas: [victim],
        steps: [{ afterMs: 0, text: `${victim} is killed`, act: () => levers.act(victim, 'kill') }],
        undo: () => Promise.resolve(),
      };
    },
  },
  {
    id: 'freeze-one-inventory',
    title: 'Freeze one inventory replica',
    does: [
      'Stops one inventory replica (SIGSTOP): its connections stay open, and it says nothing.',
      'Lets it go on after a quarter of a minute.',
    ],
    expect: [
      'Reads are hedged, and the balancer leaves the replica alone within a second or two.',
      'Nearly no request fails; the slowest ones take as long as it took to notice.',
      'It gets its share back soon after it goes on.',
    ],
    troubleMs: 15_000,
    maxErrorRatio: 0.02,
    findObstacle: (levers) => needPlatform(levers) ?? needServing(levers, 'inventory', 2),
    plan: (levers) => {
      const [victim = ''] = servingOf(levers, 'inventory').slice(-1);
      return {
        replicas: [victim],
        steps: [
          { afterMs: 0, text: `${victim} is stopped`, act: () => levers.act(victim, 'pause') },
        ],
        undo: () => levers.act(victim, 'resume'),
      };
    },
  },
  ofFault({
    id: 'slow-inventory',
    title: 'One slow inventory replica',
    does: ['Every call of one inventory replica takes about 400 ms longer.'],
    expect: [
      'Its share falls far below a third, since the balancer expects it to be slow.',
      'Half of all requests are as fast as before; no request fails.',
    ],
    service: 'inventory',
    fault: { toggle: 'latency', parameters: { delayMs: 400, sigma: 0.5 } },
  }),
  ofFault({
    id: 'failing-inventory',
    title: 'An inventory replica that fails at once',
    does: [
      'One inventory replica refuses every call with UNAVAILABLE, faster than the others answer.',
    ],
    expect: [
      'A balancer that only looks at speed would send everything there; ours ejects it.',
      'Its calls are repeated elsewhere: no request fails.',
    ],
    service: 'inventory',
    fault: { toggle: 'abort', parameters: { code: 14 } },
  }),
  ofFault({
    id: 'blocked-orders',
    title: 'An orders replica with a blocked event loop',
    does: ['Every call of one orders replica blocks its whole process for 300 ms.'],
    expect: [
      'Other calls of that process wait too; its expected latency grows, and calls go to its peer.',
      'Hardly a request fails.',
    ],
    service: 'orders',
    fault: { toggle: 'eventLoopBlock', parameters: { blockMs: 300 } },
    maxErrorRatio: 0.02,
  }),
  {
    id: 'lose-all-inventory',
    title: 'Lose all of inventory',
    does: ['Scales inventory to nothing, and back after a quarter of a minute.'],
    expect: [
      'Products are shown as they were known last; orders are accepted and stay PENDING.',
      'No request fails; orders are confirmed once inventory is back.',
    ],
    troubleMs: 15_000,
    maxErrorRatio: 0.02,
    findObstacle: (levers) => needPlatform(levers) ?? needServing(levers, 'inventory', 1),
    plan: (levers) => {
      const victims = servingOf(levers, 'inventory');
      return {
        replicas: victims,
        steps: [
          {
            ...{ afterMs: 0, text: 'inventory is scaled to 0' },
            act: () => levers.scale('inventory', 0),
          },
        ],
        undo: () => levers.scale('inventory', victims.length),
      };
    },
  },
  {
    id: 'roll-everything',
    title: 'Replace every process',
    does: ['Replaces orders and inventory replicas by new processes, one after another.'],
    expect: ['No request fails: each successor serves before its predecessor drains.'],
    troubleMs: 20_000,
    maxErrorRatio: 0,
    findObstacle: (levers) => needPlatform(levers) ?? needServing(levers, 'orders', 1),
    plan: (levers) => {
      const all = [...servingOf(levers, 'inventory'), ...servingOf(levers, 'orders')];
      const everyMs = 18_000 / all.length;
      return {
        replicas: all,
        steps: all.map((replica, index) => ({
          ...{ afterMs: index * everyMs, text: `${replica} is replaced` },
          act: () => levers.act(replica, 'restart'),
        })),
        undo: () => Promise.resolve(),
      };
    },
  },
];

function ofFault(options: {
  readonly id: string;
  readonly title: string;
  readonly does: readonly string[];
  readonly expect: readonly string[];
  readonly service: string;
  readonly fault: FaultChoice;
  readonly maxErrorRatio?: number;
}): Recipe {
  const { service, fault, maxErrorRatio = 0.005, ...rest } = options;
  const troubleMs = 15_000;
  return {
    ...{ ...rest, maxErrorRatio, troubleMs },
    findObstacle: (levers) =>
      needServing(levers, service, 2) ??
      (faultyOf(levers, service).length > 0 ? undefined : `no replica of ${service} takes faults`),
    plan: (levers): Plan => {
      const [victim = ''] = faultyOf(levers, service).slice(-1);
      return {
        replicas: [victim],
        steps: [
          {
            ...{ afterMs: 0, text: `${victim} is given the fault ${fault.toggle}` },
            // Should the console end, the fault does so too.
            act: () => levers.setFault([victim], { ...fault, ttlMs: 2 * troubleMs }),
          },
        ],
        undo: () => levers.clearFaults([victim]),
      };
    },
  };
}

function servingOf(levers: Levers, service: string): string[] {
  return levers
    .candidates()
    .filter((candidate) => candidate.service === service && candidate.isServing)
    .map(({ id }) => id);
}

function faultyOf(levers: Levers, service: string): string[] {
  return levers
    .candidates()
    .filter((each) => each.service === service && each.isServing && each.takesFaults)
    .map(({ id }) => id);
}

function needPlatform(levers: Levers): string | undefined {
  return levers.hasPlatform() ? undefined : NO_PLATFORM;
}

function needServing(levers: Levers, service: string, count: number): string | undefined {
  const serving = servingOf(levers, service).length;
  return serving >= count
    ? undefined
    : `${count === 1 ? 'a replica' : `${count} replicas`} of ${service} must serve, ${serving} do`;
}
