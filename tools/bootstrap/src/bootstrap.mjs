import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findStaleness } from './find-staleness.mjs';
import { install } from './install.mjs';
import { findPinnedNode } from './pinned-node.mjs';
import { runProgram } from './run-program.mjs';

const USAGE = 'usage: node tools/bootstrap/run.mjs <program.ts> [--] [arguments…]';

/**
 * Installs what is missing, then becomes the program as far as its caller can tell: same arguments,
 * signals, exit status. Anything wrong is one line on standard error.
 *
 * @param {readonly string[]} commandLine the program, relative to the repository, and its arguments
 */
export async function bootstrap(commandLine) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
  const [program, ...rest] = commandLine;
  if (program === undefined) return leave(USAGE, 64);
  const programPath = resolve(root, program);
  if (!existsSync(programPath)) return leave(`no such program: ${programPath}`, 64);
  try {
    if (findStaleness(root) !== undefined) await install(root);
    const node = findPinnedNode(root);
    runProgram(node, [programPath, ...(rest[0] === '--' ? rest.slice(1) : rest)]);
  } catch (error) {
    leave(error instanceof Error ? error.message : String(error), 1);
  }
}

/**
 * @param {string} line
 * @param {number} exitCode
 */
function leave(line, exitCode) {
  process.stderr.write(`ballast: ${line}\n`);
  process.exitCode = exitCode;
}
