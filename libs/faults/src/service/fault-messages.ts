// The messages of ballast.faults.v1 and what they stand for.
import type { Criticality, Delay, Fault, FaultEffect } from '../fault.ts';
import type { FaultState } from '../fault-set.ts';
import {
  Criticality as CriticalityNumber,
  type Delay as DelayMessage,
  type Fault as FaultMessage,
  type FaultState as FaultStateMessage,
} from '../gen/ballast/faults/v1/faults.ts';

/** @throws RangeError where a part is missing that has no default. */
export function readFault({ criticality, effect, ...rest }: FaultMessage): Fault {
  return { ...rest, criticality: criticalities.get(criticality), effect: readEffect(effect) };
}

export function writeFaultState({ fault, hits, remainingMs }: FaultState): FaultStateMessage {
  const [criticality = CriticalityNumber.CRITICALITY_UNSPECIFIED] =
    [...criticalities].find(([, word]) => word === fault.criticality) ?? [];
  const { kind, ...value } = fault.effect;
  const delayed = 'delay' in value ? { ...value, delay: writeDelay(value.delay) } : value;
  // The fields of an effect have the same names in both worlds.
  const effect = { $case: kind, value: { ...defaultsOf(kind), ...delayed } };
  return {
    fault: { ...fault, criticality, effect: effect as FaultMessage['effect'] },
    hits: BigInt(hits),
    remainingMs,
  };
}

const criticalities: ReadonlyMap<CriticalityNumber, Criticality> = new Map([
  [CriticalityNumber.CRITICALITY_CRITICAL, 'critical'],
  [CriticalityNumber.CRITICALITY_DEFAULT, 'default'],
  [CriticalityNumber.CRITICALITY_SHEDDABLE, 'sheddable'],
]);

function readEffect(effect: FaultMessage['effect']): FaultEffect {
  if (effect === undefined) throw new RangeError('fault.effect must be set, got none');
  const { $case: kind, value } = effect;
  if (kind === 'latency' || kind === 'slowStream') {
    return { kind, delay: readDelay(kind, value.delay) };
  }
  return { kind, ...value } as FaultEffect;
}

function readDelay(field: string, delay: DelayMessage | undefined): Delay {
  if (delay?.distribution === undefined) {
    throw new RangeError(`fault.${field}.delay must be set, got none`);
  }
  const { $case: kind, value } = delay.distribution;
  return { kind, ...value } as Delay;
}

function writeDelay({ kind, ...value }: Delay): DelayMessage {
  return { distribution: { $case: kind, value } as DelayMessage['distribution'] };
}

/** proto3 knows no absent text or number: what may be left out of an effect is its zero there. */
function defaultsOf(kind: FaultEffect['kind']): object {
  if (kind === 'abort') return { message: '', afterMessages: 0 };
  return kind === 'drop' ? { afterMessages: 0 } : {};
}
