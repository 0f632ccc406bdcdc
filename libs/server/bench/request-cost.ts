// What this library adds to a call: `node libs/server/bench/request-cost.ts`.
// Client and server share a process, so a difference between rows is what the server costs more.
import { parseArgs } from 'node:util';
import {
  descriptors,
  GetOrderRequest,
  OrdersServiceService as orders,
  PlaceOrderRequest,
} from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { Client, credentials, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { implement, startServer } from '../src/index.ts';
import { RequestRules } from '../src/validation/request-rules.ts';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '20000' } } });
const calls = Number(values.calls);
const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ sku: `sku-${at}`, quantity: 1 }));
const placing = (count: number) =>
  Buffer.from(
    PlaceOrderRequest.encode({
      idempotencyKey: '0198c1f2-7d9b',
      customerId: 'customer-1',
      items: items(count),
    }).finish(),
  );

function measureUs(work: () => void, rounds = 20_000): number {
  for (let round = 0; round < rounds / 4; round++) work();
  const before = performance.now();
  for (let round = 0; round < rounds; round++) work();
  return ((performance.now() - before) / rounds) * 1000;
}

const rules = new RequestRules(descriptors);
for (const [name, path, bytes] of [
  [
    'GetOrder',
    orders.getOrder.path,
    Buffer.from(GetOrderRequest.encode({ orderId: '7' }).finish()),
  ],
  ['PlaceOrder, 1 item', orders.placeOrder.path, placing(1)],
  ['PlaceOrder, 50 items', orders.placeOrder.path, placing(50)],
] as const) {
  const check = rules.checkOf(path);
  const firstBefore = performance.now();
  check(bytes);
  const firstMs = performance.now() - firstBefore;
  const us = measureUs(() => check(bytes));
  console.log(`check ${name}: ${us.toFixed(1)} us (the first: ${firstMs.toFixed(0)} ms)`);
}

const unused = (): never => {
  throw new Error('not called here');
};
const bare = new Server();
const plain = { getOrder: (_: unknown, answer: (e: null, r: object) => void) => answer(null, {}) };
bare.addService(orders as never, plain as never);
const bareAddress = await new Promise<string>((resolve, reject) =>
  bare.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
    error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
  ),
);
await using ours = await startServer({
  address: '127.0.0.1:0',
  descriptors,
  logger: silentLogger,
  services: [
    implement(orders, {
      getOrder: async () => ({ order: undefined }),
      placeOrder: unused,
      listOrders: unused,
      cancelOrder: unused,
      watchOrder: unused,
    }),
  ],
});

async function cpuPerCallUs(address: string): Promise<number> {
  const client = new Client(address, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = orders.getOrder;
  const call = (): Promise<unknown> =>
    new Promise((resolve, reject) =>
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { orderId: '7' },
        new Metadata(),
        (error, response) => (error === null ? resolve(response) : reject(error)),
      ),
    );
  const callMany = async (count: number): Promise<void> => {
    const callOnAndOn = async (): Promise<void> => {
      for (let done = 0; done < count / 50; done++) await call();
    };
    await Promise.all(Array.from({ length: 50 }, callOnAndOn));
  };
  await callMany(calls / 4);
  const before = process.cpuUsage();
  await callMany(calls);
  const { user, system } = process.cpuUsage(before);
  client.close();
  return (user + system) / calls;
}

for (let round = 1; round <= 3; round++) {
  const bareUs = await cpuPerCallUs(bareAddress);
  const oursUs = await cpuPerCallUs(ours.address);
  console.log(
    `call, client and server: bare ${bareUs.toFixed(0)} us, ours ${oursUs.toFixed(0)} us`,
  );
}
bare.forceShutdown();
