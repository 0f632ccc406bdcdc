// The real server of this library with the inventory contract, and a plain grpc-js client for it.
import { descriptors, InventoryServiceService } from '@ballast/contracts';
import { Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import { type Handlers, implement, type ImplementOptions, startServer } from '../src/index.ts';
import type { RunningServer, ServerOptions } from '../src/index.ts';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts';

export type InventoryHandlers = Handlers<typeof InventoryServiceService>;

export interface Inventory extends AsyncDisposable {
  readonly server: RunningServer;
  readonly client: Client;
  readonly log: RecordingLogger;
}

export interface InventoryOptions {
  readonly implement?: ImplementOptions<keyof typeof InventoryServiceService>;
  readonly server?: Partial<ServerOptions>;
  readonly client?: ClientOptions;
}

/** Methods without a handler fail the test that calls them. */
export async function startInventory(
  handlers: Partial<InventoryHandlers>,
  options: InventoryOptions = {},
): Promise<Inventory> {
  const log = createRecordingLogger();
  const unexpected = (): never => {
    throw new Error('no such handler in this test');
  };
  const all = Object.fromEntries(
    Object.keys(InventoryServiceService).map((name) => [name, unexpected]),
  ) as unknown as InventoryHandlers;
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [implement(InventoryServiceService, { ...all, ...handlers }, options.implement)],
    descriptors,
    logger: log,
    ...options.server,
  });
  const client = new Client(server.address, credentials.createInsecure(), {
    'grpc.enable_retries': 0,
    // A client of its own connection: grpc-js shares them between clients of one target.
    'grpc.use_local_subchannel_pool': 1,
    ...options.client,
  });
  return {
    server,
    client,
    log,
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
