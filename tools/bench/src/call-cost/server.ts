// A server in a process of its own, `bare` grpc-js or `ours`, that answers how much processor time
// it has used: node tools/bench/src/call-cost/server.ts bare|ours
import { descriptors, InventoryServiceService as inventory } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { implement, startServer, type Handlers } from '@ballast/server';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';

const stock = {
  ...{ sku: 'mug', name: 'A mug', priceCents: 1290n },
  ...{ onHand: 10n, reserved: 1n, available: 9n, version: 1n },
};

async function startBare(): Promise<string> {
  const server = new Server();
  const handlers = {
    getStock: (_: unknown, answer: (error: null, response: object) => void) =>
      answer(null, { stock }),
  };
  const { getStock } = inventory;
  server.addService({ getStock }, handlers as unknown as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return `127.0.0.1:${port}`;
}

async function startOurs(): Promise<string> {
  const { getStock } = inventory;
  const handlers: Pick<Handlers<typeof inventory>, 'getStock'> = {
    getStock: async () => ({ stock }),
  };
  const services = [implement({ getStock }, handlers)];
  const options = { address: '127.0.0.1:0', descriptors, logger: silentLogger, services };
  return (await startServer(options)).address;
}

const address = await (process.argv[2] === 'bare' ? startBare() : startOurs());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once('disconnect', () => process.exit());
process.send?.(address);
