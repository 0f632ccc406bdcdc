import { pid } from 'node:process';
import type {
  BreakerState,
  ChannelState,
  EndpointState,
  MeshState,
  ProcessState,
} from '@ballast/state';
import {
  BreakerPhase,
  Connectivity,
  type WatchStateResponse,
} from '../gen/ballast/admin/v1/admin.ts';

/**
 * The state of this process as it goes out on the wire.
 *
 * @param instance what the process calls itself
 */
export function createStateMessage(state: ProcessState, instance: string): WatchStateResponse {
  return {
    instance,
    pid,
    uptimeMs: BigInt(Math.round(performance.now())),
    channels: state.channels.map(toChannel),
    breakers: state.breakers.map(toBreaker),
    bulkheads: [...state.bulkheads],
    retryBudgets: [...state.retryBudgets],
    mesh: toMesh(state.meshes[0]),
    admissions: state.admissions.map(({ refused, ...rest }) => ({
      ...rest,
      refused: Object.entries(refused).map(([reason, calls]) => ({ reason, calls: BigInt(calls) })),
    })),
  };
}

function toMesh(mesh: MeshState | undefined): WatchStateResponse['mesh'] {
  return mesh && { ...mesh, refused: [...mesh.refused] };
}

function toChannel({ endpoints, ...rest }: ChannelState): WatchStateResponse['channels'][number] {
  return { ...rest, endpoints: endpoints.map(toEndpoint) };
}

const connectivities = {
  CONNECTING: Connectivity.CONNECTIVITY_CONNECTING,
  READY: Connectivity.CONNECTIVITY_READY,
  TRANSIENT_FAILURE: Connectivity.CONNECTIVITY_TRANSIENT_FAILURE,
} as const;

function toEndpoint({ connectivity, zone, leftAlone, ...rest }: EndpointState) {
  return {
    ...rest,
    connectivity: connectivities[connectivity],
    zone: zone ?? '',
    callsEnded: BigInt(rest.callsEnded),
    callsFailed: BigInt(rest.callsFailed),
    leftAloneBecause: leftAlone?.reason ?? '',
    leftAloneMs: leftAlone?.forMs ?? 0,
  };
}

const phases = {
  closed: BreakerPhase.BREAKER_PHASE_CLOSED,
  open: BreakerPhase.BREAKER_PHASE_OPEN,
  half_open: BreakerPhase.BREAKER_PHASE_HALF_OPEN,
  isolated: BreakerPhase.BREAKER_PHASE_ISOLATED,
} as const;

function toBreaker({ phase, ...rest }: BreakerState) {
  return { ...rest, phase: phases[phase] };
}
