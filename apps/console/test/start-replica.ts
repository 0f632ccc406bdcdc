import { descriptors, InventoryServiceService } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { silentLogger } from '@ballast/logging';
import { implement, startServer } from '@ballast/server';
import { unimplemented } from '@ballast/status';

/** A server such as a replica's, with admin and fault service, and stock of one kind. */
export function startReplica(port = 0) {
  const refuse = () => Promise.reject(unimplemented('not here'));
  const handlers = Object.fromEntries(
    Object.keys(InventoryServiceService).map((name) => [name, refuse]),
  );
  return startServer({
    ...{ address: `127.0.0.1:${port}`, descriptors, logger: silentLogger },
    services: [implement(InventoryServiceService, handlers as never)],
    faults: new FaultSet(),
    ...{ drainDelayMs: 0, drainGraceMs: 500 },
  });
}
