// Runs the pinned buf without a shell; nothing here reaches the network.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const bufProgram = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');

/** What buf said and whether it was content. */
export interface BufResult {
  readonly ok: boolean;
  readonly output: string;
}

/**
 * Runs buf in `directory` and returns what it said.
 *
 * @throws Error when buf cannot be started at all.
 */
export function runBuf(directory: string, args: readonly string[]): BufResult {
  const plugins = join(import.meta.dirname, '../../../../node_modules/.bin');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [bufProgram, ...args], {
    cwd: directory,
    env: { ...process.env, PATH: `${plugins}${delimiter}${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new Error(`buf does not start: ${error.message}`);
  return { ok: status === 0, output: `${stdout}${stderr}`.trim() };
}

/** Like {@link runBuf}, where a refusal is the end. */
export function requireBuf(directory: string, args: readonly string[]): void {
  const result = runBuf(directory, args);
  if (!result.ok) throw new Error(`buf ${args.join(' ')}\n${result.output}`);
}
