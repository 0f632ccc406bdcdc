// Adds an entry to the endpoints file named by its first argument and removes it, again and again,
// then leaves the entries named by its second.
import { findProcessIdentity } from '@ballast/tool-bootstrap/process-identity';
import { createEndpointsFile } from '../src/endpoints-file.ts';

const [path = '', kept = ''] = process.argv.slice(2);
const file = createEndpointsFile(path);
const own = findProcessIdentity(process.pid) ?? '';
for (let turn = 0; turn < 25; turn++) {
  await file.add({ address: `passing-${kept}:${turn}`, process: own });
  await file.remove(`passing-${kept}:${turn}`);
}
await file.add({ address: kept, process: own });
process.send?.('done');
// Its entry is valid while it lives.
process.on('message', () => process.exit());
