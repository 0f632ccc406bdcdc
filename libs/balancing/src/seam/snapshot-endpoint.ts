import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { EndpointSnapshot } from './balancer-snapshot.ts';
import type { ListedEndpoint } from './listed-endpoint.ts';
import type { Rotation } from './rotation.ts';

export function snapshotEndpoint(
  table: EndpointTable,
  rotation: Pick<Rotation<unknown>, 'describe'>,
  { slot, notes, subchannel, hasFailed }: ListedEndpoint,
  nowMs: number,
): EndpointSnapshot {
  return {
    address: table.keyOf(slot),
    state: subchannel !== null ? 'ready' : hasFailed ? 'unreachable' : 'connecting',
    zone: notes.zone ?? null,
    weight: table.weight.values[slot]!,
    calls: table.calls.values[slot]!,
    failures: table.failures.values[slot]!,
    inFlight: table.inFlight.values[slot]!,
    ...rotation.describe(slot, nowMs),
  };
}
