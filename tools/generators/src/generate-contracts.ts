// Writes libs/contracts and the generated part of libs/status from protos/.
//   node tools/generators/src/generate-contracts.ts [--accept-breaking]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { acceptBaseline } from './contracts/baseline.ts';
import { writeContracts } from './contracts/write-contracts.ts';

const { values } = parseArgs({
  options: { 'accept-breaking': { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '../../..');
await writeContracts(root, root);
if (values['accept-breaking']) acceptBaseline(root);
