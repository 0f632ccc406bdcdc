import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { once } from 'node:events';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

/** Endpoints of one server that counts its connections and reads the calls' timeouts. */
export class CountedFleet implements AsyncDisposable {
  readonly addresses: readonly string[];
  /** Connections since the start. */
  opened = 0;
  /** Of the last call, rounded up to 20 s; undefined until there was one. */
  lastTimeoutS: number | undefined;
  readonly #server: Server;
  readonly #doors: readonly NetServer[];

  private constructor(server: Server, doors: readonly NetServer[]) {
    this.#server = server;
    this.#doors = doors;
    this.addresses = doors.map((door) => `127.0.0.1:${(door.address() as AddressInfo).port}`);
  }

  static async start(size: number): Promise<CountedFleet> {
    const server = new Server();
    const doors = Array.from({ length: size }, () => createServer());
    for (const door of doors) door.listen(0, '127.0.0.1');
    await Promise.all(doors.map((door) => once(door, 'listening')));
    const fleet = new CountedFleet(server, doors);
    const { getStock } = inventory;
    const handlers = {
      getStock(call: ServerUnaryCall<unknown, object>, answer: sendUnaryData<object>) {
        const leftMs = Number(call.getDeadline()) - Date.now();
        fleet.lastTimeoutS = Math.ceil(leftMs / 20_000) * 20;
        answer(null, {});
      },
    };
    server.addService({ getStock }, handlers as unknown as UntypedServiceImplementation);
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    for (const door of doors) {
      door.on('connection', (socket) => {
        fleet.opened += 1;
        injector.injectConnection(socket);
      });
    }
    return fleet;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    await Promise.all(this.#doors.map((door) => new Promise((resolve) => door.close(resolve))));
  }
}
