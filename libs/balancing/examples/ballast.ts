// The default policy at work: one of five servers is slow, and gets next to none of the calls.
import { Client, credentials } from '@grpc/grpc-js';
import { createLoadReporter, registerBalancing } from '@ballast/balancing';
import { startGreeters } from './greeters.ts';

registerBalancing();
const { interceptor } = createLoadReporter();

await using greeters = await startGreeters(5, [interceptor]);
greeters.slowDown(3, 50);
const client = new Client(greeters.target, credentials.createInsecure(), {
  'grpc.service_config': JSON.stringify({
    loadBalancingConfig: [{ ballast: {} }, { round_robin: {} }],
  }),
});
await greeters.waitUntilAllConnected(client);
for (let i = 0; i < 200; i += 1) await greeters.greet(client);
console.log('calls at the slow server:', greeters.calls()[3]!, 'of 200');
client.close();
