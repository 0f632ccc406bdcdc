// A dependency fails, is left alone, and is back: plain grpc-js with one interceptor.
import { Client, credentials } from '@grpc/grpc-js';
import { createBreakingInterceptor, createFallback, createMethodGuards } from '@ballast/breaking';
import { startStock } from './stock.ts';

const guards = createMethodGuards({
  name: 'stock',
  onChange: ({ summary }) => console.log(summary),
});
await using stock = await startStock();
const client = new Client(stock.target, credentials.createInsecure(), {
  interceptors: [createBreakingInterceptor(guards)],
});
const lastKnown = createFallback((cause) => `12, or so (${cause.kind})`);
const count = () => lastKnown.run(() => stock.count(client));

console.log('in stock:', await count());
stock.fail(true);
for (let i = 0; i < 100; i += 1) await count();
console.log('in stock:', await count());
console.log('calls at the server:', stock.calls());

stock.fail(false);
guards.healthy(); // as when the balancer has a READY endpoint again
for (let i = 0; i < 3; i += 1) console.log('in stock:', await count());
client.close();
