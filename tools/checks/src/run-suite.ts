import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Suite } from './suites.ts';
import { sumTestResults } from './test-results.ts';

const root = join(import.meta.dirname, '../../..');

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** @param shown when its output is shown: what runs beside another suite keeps it until the end */
export async function runSuite(suite: Suite, shown: 'at once' | 'at the end'): Promise<Outcome> {
  const before = await sumTestResults();
  const startedAtMs = performance.now();
  const succeeded = await run(suite, shown);
  const after = await sumTestResults();
  const counts = suite.counted
    ? { passed: after.passed - before.passed, failed: after.failed - before.failed }
    : { passed: Number(succeeded), failed: Number(!succeeded) };
  // A suite that ended badly without a failed test of its own must not pass.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return { name: suite.name, ...counts, seconds: (performance.now() - startedAtMs) / 1000 };
}

async function run(
  { command: [program = '', ...args] }: Suite,
  shown: 'at once' | 'at the end',
): Promise<boolean> {
  const output = shown === 'at once' ? 'inherit' : 'pipe';
  const child = spawn(join(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', NX_TUI: 'false' },
  });
  const kept: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => kept.push(chunk));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  process.stdout.write(Buffer.concat(kept));
  return code === 0;
}
