export const callKinds = ['unary', 'server-streaming', 'client-streaming', 'bidi'] as const;
export type CallKind = (typeof callKinds)[number];

/** What the product's client is set up with. */
export const variants = ['no retries', 'retries', 'hedging'] as const;
export type Variant = (typeof variants)[number];

/** Who calls: the baseline, or the product. */
export type Participant = 'round_robin' | Variant;

export const scenarioNames = [
  'fail-fast',
  'hang',
  'slow-10x',
  'half-errors',
  'blackhole',
  'half-open',
  'sigkill',
  'sigstop',
  'rolling-restart',
  'scale-to-zero',
  'business-errors',
  'all-fail',
  'overload-2x',
  'overload-4x',
  'memory-leak',
  'loop-block',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Cells of one fault, one kind of call and one size: they share the fleet, the fault and the baseline. */
export interface Group {
  readonly scenario: ScenarioName;
  readonly kind: CallKind;
  readonly replicas: number;
  readonly variants: readonly Variant[];
  /** How many calls each participant begins while the fault is there, about. */
  readonly calls: number;
  readonly perSecond: number;
  /** Clients come one after the other; otherwise all of them meet the fault at the same moment. */
  readonly isAlone: boolean;
}

export function nameGroup({ scenario, kind, replicas }: Group): string {
  return `${scenario} / ${kind} / ${replicas}`;
}
