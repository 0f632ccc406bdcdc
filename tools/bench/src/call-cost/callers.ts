import { createClient } from '@ballast/client';
import {
  idempotentMethods,
  inventoryPolicy,
  InventoryServiceService as inventory,
} from '@ballast/contracts';
import { openScope, runInScope } from '@ballast/deadlines';
import { Client, credentials, Metadata } from '@grpc/grpc-js';

/** One way to make the same call. */
export interface Caller extends Disposable {
  readonly name: string;
  call(): Promise<unknown>;
}

const request = { sku: 'mug' };

/** grpc-js as it comes, with a deadline. */
export function createBareCaller(address: string): Caller {
  const client = new Client(address, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = inventory.getStock;
  return {
    name: 'grpc-js Client',
    call: () =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          new Metadata(),
          { deadline: Date.now() + 2_000 },
          (error, response) => (error === null ? resolve(response) : reject(error)),
        );
      }),
    [Symbol.dispose]: () => client.close(),
  };
}

/** The assembled client under the published policy: all of it on. */
export function createOurCaller(address: string): Caller {
  const client = connect(address);
  return { name: 'createClient', call: () => client.getStock(request), ...disposing(client) };
}

/** The same, called while serving: deadline and headers are inherited. */
export function createServingCaller(address: string): Caller {
  const client = connect(address);
  const scope = openScope({ timeoutMs: 3_600_000 });
  return {
    name: 'createClient, while serving',
    call: () => runInScope(scope, () => client.getStock(request)),
    ...disposing(client),
  };
}

function connect(address: string) {
  return createClient(inventory, {
    target: `static:///${address}`,
    policy: inventoryPolicy,
    idempotentMethods,
  });
}

const disposing = (client: Disposable) => ({
  [Symbol.dispose]: () => client[Symbol.dispose](),
});
