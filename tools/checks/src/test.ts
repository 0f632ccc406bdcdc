// `npm test [-- suite…]`: runs the suites one after another, goes on after a failure, and
// ends with one line that sums them. Exit status 1 where anything failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { suites, type Suite } from './suites.ts';
import { clearTestResults, sumTestResults } from './test-results.ts';

const root = join(import.meta.dirname, '../../..');
const names = suites.map(({ name }) => name);
const wanted = process.argv.slice(2).filter((argument) => argument !== '--');

if (wanted.includes('--help')) {
  console.log(`npm test [-- suite…]   all suites, or some of: ${names.join(', ')}`);
  process.exit(0);
}
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`npm test: no suite is called ${unknown}; there are ${names.join(', ')}`);
  process.exit(64);
}

await clearTestResults();
let passed = 0;
let failed = 0;
const broken: string[] = [];

for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const before = await sumTestResults();
  const startedAt = performance.now();
  const succeeded = await run(suite);
  const after = await sumTestResults();
  const counts = suite.counted
    ? { passed: after.passed - before.passed, failed: after.failed - before.failed }
    : { passed: Number(succeeded), failed: Number(!succeeded) };
  // A suite that ended badly without a failed test of its own must not pass.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) broken.push(suite.name);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s\n`);
}

if (broken.length > 0) console.log(`failed in: ${broken.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function run({ command: [program = '', ...args] }: Suite): Promise<boolean> {
  const child = spawn(join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', NX_TUI: 'false' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
