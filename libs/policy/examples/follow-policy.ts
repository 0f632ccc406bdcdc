import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMethodConfig, openPolicy } from '@ballast/policy';

const published = JSON.stringify({
  methodConfig: [{ name: [{ service: 'shop.Orders' }], timeout: '2s' }],
});
const directory = await mkdtemp(join(tmpdir(), 'policy-'));
const policy = await openPolicy({
  service: 'orders',
  published,
  directory,
  onRejected: (error) => console.log(error.message.replace(directory, '…')),
});
const tell = () => console.log(findMethodConfig(policy.current, '/shop.Orders/Place')?.timeout);
tell(); // 2s: what the service publishes

const override = join(directory, 'orders.policy.json');
await writeFile(override, published.replace('2s', '0.5s'));
await policy.refresh(); // not needed: the directory is watched
tell(); // 0.5s: what the operator mounted

await writeFile(override, published.replace('2s', 'two'));
await policy.refresh();
tell(); // 0.5s: the last good one, and a line that says what is wrong

policy[Symbol.dispose]();
await rm(directory, { recursive: true });
