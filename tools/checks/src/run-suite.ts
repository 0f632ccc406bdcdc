import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Suite } from './suites.ts';
import { sumTestResults } from './test-results.ts';

const root = join(import.meta.dirname, '../../..');

/** A suite that ends with it has checked nothing, for want of a program, and has said so. */
const PASSED_OVER = 77;

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** It counts as nothing: neither passed nor failed. */
  readonly isPassedOver: boolean;
  readonly seconds: number;
}

/** @param shown when its output is shown: what runs beside another suite keeps it until the end */
export async function runSuite(suite: Suite, shown: 'at once' | 'at the end'): Promise<Outcome> {
  const { counted } = suite;
  const sum = () => (counted ? sumTestResults(counted) : { passed: 0, failed: 0 });
  const before = await sum();
  const startedAtMs = performance.now();
  const status = await run(suite, shown);
  const after = await sum();
  const isPassedOver = status === PASSED_OVER;
  const succeeded = status === 0;
  const counts = counted
    ? { passed: after.passed - before.passed, failed: after.failed - before.failed }
    : { passed: Number(succeeded), failed: Number(!succeeded && !isPassedOver) };
  // A suite that ended badly without a failed test of its own must not pass.
  if (!succeeded && !isPassedOver && counts.failed === 0) counts.failed = 1;
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { name: suite.name, ...counts, isPassedOver, seconds };
}

async function run(
  { command: [program = '', ...args] }: Suite,
  shown: 'at once' | 'at the end',
): Promise<number | null> {
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
  return code;
}
