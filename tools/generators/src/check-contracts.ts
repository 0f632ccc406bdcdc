// Refuses contracts that are badly written, that break callers of the last release, or
// whose generated code is not what they say.
//   node tools/generators/src/check-contracts.ts
import { join } from 'node:path';
import { checkContracts } from './contracts/check.ts';

const problems = await checkContracts(join(import.meta.dirname, '../../..'));
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length === 0) process.stdout.write('contracts: written well, fresh, nothing broken\n');
process.exitCode = problems.length === 0 ? 0 : 1;
