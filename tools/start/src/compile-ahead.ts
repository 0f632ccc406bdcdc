import type { Logger } from '@ballast/logging';
import { fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followInstance } from './instance.ts';
import { findProgram, SERVICES } from './services.ts';

const LIMIT_MS = 20_000;

/**
 * Before the first start after an install, compiles the services once, while the database is being
 * made. Else each of their processes would do it for itself, keep the compiler in memory, and take
 * a second more to end. A failure is left for the services to tell.
 */
export async function compileAhead(root: string, logger: Logger): Promise<void> {
  const cache = process.env['NODE_COMPILE_CACHE'];
  if (cache === undefined) return;
  const stamp = join(cache, 'services-are-compiled');
  if (existsSync(stamp)) return;
  logger.info({}, 'compiling the services, once');
  const child = fork(
    join(import.meta.dirname, 'compile-apps.ts'),
    SERVICES.map((service) => findProgram(root, service)),
    { execArgv: [], silent: true, detached: true },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const end = await followInstance(child, () => undefined).ended;
  clearTimeout(timer);
  if (end.code !== 0) return;
  try {
    writeFileSync(stamp, '');
  } catch {
    // Packages that somebody else installed, and only they may write to: Node keeps nothing there either.
  }
}
