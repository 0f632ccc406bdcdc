import { setTimeout as pause } from 'node:timers/promises';
import { Code } from '@ballast/status';
import type { Effect } from '../fleet/replica.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { capacityOf } from '../plan/list-groups.ts';
import type { ScenarioName } from '../plan/cell.ts';
import type { Network } from '../process/network-proxy.ts';

/** A cell under way, for what happens in it. */
export interface Stage {
  readonly fleet: Fleet;
  /** How long the fault phase is meant to last, in milliseconds. */
  readonly phaseMs: number;
  /** Changes the pace of all callers. */
  pace(perSecond: number): void;
}

/** What happens to a fleet, and how it ends. */
export interface Scenario {
  /** Whether one host is bad, whose share of the calls is looked at. */
  readonly isOneHost: boolean;
  /** A status that is an answer, not a failure. */
  readonly answerCode?: number;
  /** The pace before the fault, as a share of the group's, where that is another one. */
  readonly leadShare?: number;
  /** Before the clients connect. */
  prepare?(fleet: Fleet): Promise<void>;
  /** The fault begins. Resolves with how it ends. */
  begin(stage: Stage): Promise<Course>;
}

/** `itself`: the fault is over when this resolves. `asked`: when it is told to be. */
export type Course =
  | { readonly ends: 'itself'; readonly over: Promise<void> }
  | { readonly ends: 'asked'; end(): Promise<void> };

const stopMs = 5000;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  'fail-fast': suffering(abort(Code.UNAVAILABLE)),
  hang: suffering({ $case: 'hang', value: {} }),
  // Ten times the ten milliseconds that a call takes, work included.
  'slow-10x': suffering({
    $case: 'latency',
    value: { delay: { distribution: { $case: 'exponential', value: { meanMs: 90 } } } },
  }),
  'half-errors': suffering(abort(Code.UNAVAILABLE), 0.5),
  blackhole: behind({ kind: 'blackhole' }),
  'half-open': behind({ kind: 'half-open' }),
  sigkill: {
    isOneHost: true,
    begin: async ({ fleet }) => {
      await fleet.victim.process.kill();
      return { ends: 'itself', over: fleet.replace(0) };
    },
  },
  sigstop: {
    isOneHost: true,
    begin: async ({ fleet, phaseMs }) => {
      const { process } = fleet.victim;
      process.stop();
      // In a short cell, a short stop.
      const over = pause(Math.min(stopMs, phaseMs * 0.7)).then(() => process.resume());
      return { ends: 'itself', over };
    },
  },
  'rolling-restart': {
    isOneHost: false,
    begin: async ({ fleet }) => ({ ends: 'itself', over: rollAll(fleet) }),
  },
  'scale-to-zero': {
    isOneHost: false,
    begin: async ({ fleet }) => ({ ends: 'asked', end: await fleet.scaleToNone() }),
  },
  'business-errors': {
    ...suffering(abort(Code.NOT_FOUND)),
    answerCode: Code.NOT_FOUND,
  },
  'all-fail': {
    isOneHost: false,
    begin: async ({ fleet: { replicas } }) => {
      await Promise.all(replicas.map((replica) => replica.suffer(abort(Code.UNAVAILABLE))));
      return {
        ends: 'asked',
        end: async () => void (await Promise.all(replicas.map((replica) => replica.heal()))),
      };
    },
  },
  'overload-2x': overload(2),
  'overload-4x': overload(4),
  'memory-leak': {
    isOneHost: true,
    begin: async ({ fleet, phaseMs }) => {
      const { victim } = fleet;
      const leak = { kibibytes: 256, maxMebibytes: 256 };
      await victim.suffer({ $case: 'memoryGrowth', value: leak });
      const over = Promise.race([victim.process.ended, pause(phaseMs)]).then(async () => {
        if (victim.process.isAlive) await victim.heal();
        else await fleet.replace(0);
      });
      return { ends: 'itself', over };
    },
  },
  'loop-block': suffering({ $case: 'eventLoopBlock', value: { blockMs: 500 } }),
};

function abort(code: Code): Effect {
  return { $case: 'abort', value: { code, message: '', afterMessages: 0 } };
}

/** The victim misbehaves from inside. */
function suffering(effect: Effect, share = 1): Scenario {
  return {
    isOneHost: true,
    begin: async ({ fleet }) => {
      await fleet.victim.suffer(effect, share);
      return { ends: 'asked', end: () => fleet.victim.heal() };
    },
  };
}

/** The network to the victim misbehaves. */
function behind(network: Network): Scenario {
  return {
    isOneHost: true,
    prepare: (fleet) => fleet.startNetwork(),
    begin: async ({ fleet }) => {
      fleet.network?.become(network);
      return {
        ends: 'asked',
        end: async () => fleet.network?.become({ kind: 'clear' }),
      };
    },
  };
}

function overload(factor: number): Scenario {
  return {
    isOneHost: false,
    leadShare: 0.5 / factor,
    begin: async ({ fleet, pace }) => {
      pace(capacityOf(fleet.size) * factor);
      return { ends: 'asked', end: async () => pace(capacityOf(fleet.size) / 2) };
    },
  };
}

async function rollAll(fleet: Fleet): Promise<void> {
  for (let index = 0; index < fleet.size; index += 1) await fleet.replace(index);
}
