// A policy of one's own: the endpoint that this client has called least often so far.
import { Client, credentials } from '@grpc/grpc-js';
import { registerBalancingPolicy } from '@ballast/balancing';
import { startGreeters } from './greeters.ts';

registerBalancingPolicy('fewest_calls', {
  parseConfig: () => ({}),
  createPicker: ({ candidates }) => {
    const calls = candidates.table.column('fewest_calls', 0);
    return {
      pick: () =>
        [...candidates.slots.subarray(0, candidates.count)].reduce((best, slot) =>
          calls.values[slot]! < calls.values[best]! ? slot : best,
        ),
      callStarted: (slot) => void calls.values[slot]!++,
    };
  },
});

await using greeters = await startGreeters(3);
const client = new Client(greeters.target, credentials.createInsecure(), {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ fewest_calls: {} }] }),
});
await greeters.waitUntilAllConnected(client);
for (let i = 0; i < 30; i += 1) await greeters.greet(client);
console.log('calls per server:', greeters.calls().join(' '));
client.close();
