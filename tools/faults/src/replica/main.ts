// One replica of the fleet: the product's own server, with faults.
import { descriptors, InventoryServiceService } from '@ballast/contracts';
import { FaultSet } from '@ballast/faults';
import { silentLogger } from '@ballast/logging';
import { runProgram } from '@ballast/program';
import { implement, startServer } from '@ballast/server';
import { createHandlers } from './handlers.ts';
import { Workload, type WorkloadSettings } from './workload.ts';

// Where it works on a few calls at a time, it says so: fewer than are always served by default.
const workers = process.env['REPLICA_WORKERS'];
const admission = workers === undefined ? {} : { minLimit: Number(workers) };

await runProgram(async () => {
  const workload = new Workload();
  process.on('message', (settings: WorkloadSettings) => workload.become(settings));
  const server = await startServer({
    address: '127.0.0.1:0',
    // Its streams have an end, so that one that is cut is a failed call.
    services: [
      implement(InventoryServiceService, createHandlers(workload), {
        drain: { watchStock: 'finish' },
      }),
    ],
    descriptors,
    faults: new FaultSet(),
    admission,
    logger: silentLogger,
    drainDelayMs: 200,
    drainGraceMs: 5000,
  });
  return { address: server.address, drain: () => server.drain(), force: () => server.force() };
});
