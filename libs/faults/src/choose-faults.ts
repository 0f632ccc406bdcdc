import type { ArmedFault } from './armed-fault.ts';
import type { Criticality, FaultEffect } from './fault.ts';
import { matchesMethod } from './method-pattern.ts';

export interface FacedCall {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly criticality: Criticality;
}

/**
 * The faults that hit a call, in the order in which they take effect. Chance is asked once for each
 * fault that could hit it and is not certain to.
 */
export function chooseFaults(
  armed: readonly ArmedFault[],
  call: FacedCall,
  nowMs: number,
  random: () => number,
): readonly ArmedFault[] {
  return armed.filter(({ fault, expiresAtMs, isOver }) => {
    if (isOver || nowMs >= expiresAtMs || fault.effect.kind === 'notServing') return false;
    if (fault.criticality !== undefined && fault.criticality !== call.criticality) return false;
    if (!matchesMethod(fault.methods, call.path)) return false;
    return fault.share === 1 || random() < fault.share;
  });
}

// First what it does to the process, then what it does to the call's time, then its end.
const order: readonly FaultEffect['kind'][] = [
  'notServing',
  'eventLoopBlock',
  'cpuBurn',
  'memoryGrowth',
  'corrupt',
  'slowStream',
  'latency',
  'hang',
  'drop',
  'abort',
];

export function compareByEffect(one: ArmedFault, other: ArmedFault): number {
  return order.indexOf(one.fault.effect.kind) - order.indexOf(other.fault.effect.kind);
}
