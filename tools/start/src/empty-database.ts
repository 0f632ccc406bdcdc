import { findEmbeddedPostgres } from '@ballast/persistence/embedded';
import { findProcessIdentity, isProcessAlive } from '@ballast/tool-bootstrap/process-identity';
import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Removes a database with all that is in it, whatever its version, and ends a server left in it. */
export async function emptyDatabase(directory: string): Promise<void> {
  const server = await findEmbeddedPostgres(directory);
  const identity = server === undefined ? undefined : findProcessIdentity(server.pid);
  if (server !== undefined && identity !== undefined) {
    process.kill(server.pid, 'SIGQUIT');
    while (isProcessAlive(identity)) await delay(10);
  }
  // Where its own account cannot enter the directory, the data is elsewhere, behind a link.
  const data = await realpath(join(directory, 'data')).catch(() => undefined);
  if (data !== undefined) await rm(data, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
}
