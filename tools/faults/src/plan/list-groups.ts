import {
  type CallKind,
  callKinds,
  type Group,
  nameGroup,
  type ScenarioName,
  scenarioNames,
  type Variant,
  variants,
} from './cell.ts';

export interface PlanOptions {
  /** Calls of a headline group: unary, ten replicas. The others take their share. Default: 6000. */
  readonly calls?: number | undefined;
  /** Share of the usual calls a second, for a machine that is slow or busy. Default: 1. */
  readonly pace?: number | undefined;
  /** Keeps groups whose name holds one of these texts. Default: all. */
  readonly only?: readonly string[] | undefined;
}

/** How many replicas a fleet has. */
export const fleetSizes = [3, 10] as const;

/** Work in the overload cells: a replica serves 25 calls a second, four at once. */
export const overloadWork = { meanMs: 160, spread: 'even', workers: 4 } as const;
export const capacityOf = (replicas: number): number =>
  (replicas * overloadWork.workers * 1000) / overloadWork.meanMs;

export const isOverload = (scenario: ScenarioName): boolean => scenario.startsWith('overload');

/** The cells that goals are stated for in calls of 6000: each client has the machine to itself. */
const headlines: readonly ScenarioName[] = ['fail-fast', 'hang', 'half-errors', 'blackhole'];

// What is the same for a stream as for a unary call is left to the unary cells: load, and what slows
// each call down. And a stream is not hedged: it may go on for as long as it likes.
const streamScenarios: readonly ScenarioName[] = [
  ...headlines,
  'half-open',
  'sigstop',
  'business-errors',
  'loop-block',
  'sigkill',
  'rolling-restart',
];
const uploadScenarios: readonly ScenarioName[] = [
  'fail-fast',
  'hang',
  'blackhole',
  'business-errors',
  'sigkill',
  'rolling-restart',
];

const meant: Readonly<
  Record<CallKind, { scenarios: readonly ScenarioName[]; variants: readonly Variant[] }>
> = {
  unary: { scenarios: scenarioNames, variants },
  'server-streaming': { scenarios: streamScenarios, variants: ['no retries', 'retries'] },
  'client-streaming': { scenarios: uploadScenarios, variants: ['no retries', 'retries'] },
  // A conversation cannot be said again by anybody but the caller.
  bidi: { scenarios: uploadScenarios, variants: ['no retries'] },
};

// New processes are slow until they are warm: what brings them comes last.
const replacing: readonly ScenarioName[] = [
  'sigkill',
  'memory-leak',
  'scale-to-zero',
  'rolling-restart',
];

/** The groups of the matrix, those of a fleet together. */
export function listGroups({
  calls = 6000,
  pace = 1,
  only = [],
}: PlanOptions = {}): readonly Group[] {
  return fleetSizes
    .flatMap((replicas) =>
      callKinds.flatMap((kind) =>
        meant[kind].scenarios.map((scenario) => ({
          ...{ scenario, kind, replicas, variants: meant[kind].variants },
          ...load(scenario, kind, replicas, { scale: calls / 6000, pace }),
        })),
      ),
    )
    .filter((group) => only.length === 0 || only.some((text) => nameGroup(group).includes(text)))
    .sort(
      (one, other) =>
        one.replicas - other.replicas ||
        replacing.indexOf(one.scenario) - replacing.indexOf(other.scenario),
    );
}

interface Scale {
  readonly scale: number;
  readonly pace: number;
}

function load(scenario: ScenarioName, kind: CallKind, replicas: number, { scale, pace }: Scale) {
  const of = (perSecond: number, seconds: number, isAlone: boolean) => ({
    // Overload is not overload at another pace.
    ...{ perSecond: isOverload(scenario) ? perSecond : perSecond * pace, isAlone },
    // A server needs some seconds to find what it can do: a shorter overload shows the search alone.
    calls: Math.ceil(perSecond * seconds * (isOverload(scenario) ? Math.max(1, scale) : scale)),
  });
  if (isOverload(scenario)) {
    return of(capacityOf(replicas) * (scenario === 'overload-4x' ? 4 : 2), 8, true);
  }
  if (kind !== 'unary') return of(50, 5, false);
  if (replicas === 10 && headlines.includes(scenario)) return of(500, 12, true);
  return of(125, replicas === 10 ? 10 : 8, false);
}
