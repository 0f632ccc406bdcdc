import { BreakerPhase, Connectivity } from '@ballast/contracts';
import type { Breaker, EndpointOfClient } from '../api/decisions.ts';

export type PhaseName = Breaker['phase'];

export function toPhase(phase: BreakerPhase): PhaseName {
  switch (phase) {
    case BreakerPhase.BREAKER_PHASE_OPEN:
      return 'open';
    case BreakerPhase.BREAKER_PHASE_HALF_OPEN:
      return 'half-open';
    case BreakerPhase.BREAKER_PHASE_ISOLATED:
      return 'isolated';
    default:
      return 'closed';
  }
}

export function toConnectivity(connectivity: Connectivity): EndpointOfClient['connectivity'] {
  switch (connectivity) {
    case Connectivity.CONNECTIVITY_READY:
      return 'ready';
    case Connectivity.CONNECTIVITY_TRANSIENT_FAILURE:
      return 'failing';
    default:
      return 'connecting';
  }
}
