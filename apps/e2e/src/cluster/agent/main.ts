// The suite's own program in a cluster: `node main.js scenarios|caller|guarded|api-proxy|idle|price-load`. It is where the load
// is made, so that no port-forward stands between, and it changes the cluster as an operator does.
import { runApiProxy } from './api-proxy.ts';
import { runCaller } from './caller.ts';
import { runGuarded } from './guarded.ts';
import { runPriceLoad } from './price-load.ts';
import { runScenarios } from './run-scenarios.ts';

const roles: Readonly<Record<string, (environment: NodeJS.ProcessEnv) => Promise<void>>> = {
  scenarios: runScenarios,
  caller: runCaller,
  guarded: runGuarded,
  'api-proxy': runApiProxy,
  'price-load': runPriceLoad,
  // Until somebody runs something in its pod.
  idle: () => new Promise(() => setInterval(() => undefined, 60_000)),
};

const role = roles[process.argv[2] ?? ''];
if (role === undefined) {
  console.error(`e2e: the first argument must be one of ${Object.keys(roles).join(', ')}`);
  process.exit(64);
}
// Process 1 hears no signal that it does not listen to.
process.once('SIGTERM', () => process.exit(0));
await role(process.env);
