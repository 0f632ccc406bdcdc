import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { findEmbeddedPostgres } from '../embedded/index.ts';

const STARTED_WITHIN_MS = 30_000;
const POLL_MS = 20;

/**
 * One server for a whole test run, whose files run in processes of their own: the first that needs
 * it starts its keeper, a process that ends the server and removes its directory when the run (this
 * process's parent) is over.
 *
 * @returns its URL.
 */
export async function findTestServer(): Promise<string> {
  const run = isMainThread ? process.ppid : process.pid;
  const directory = join(tmpdir(), `ballast-test-${run}`);
  const deadline = performance.now() + STARTED_WITHIN_MS;
  let keeper: ReturnType<typeof fork> | undefined;
  while (performance.now() < deadline) {
    const server = await findEmbeddedPostgres(directory);
    if (server !== undefined) return server.url;
    if (keeper === undefined) {
      const program = new URL('./keep-server.ts', import.meta.url).pathname;
      // Where several files come at once, the lock of the directory lets one of their keepers stay.
      keeper = fork(program, [directory, String(run)], { stdio: 'ignore', detached: true });
      keeper.disconnect();
      keeper.unref();
    }
    await delay(POLL_MS);
  }
  throw new Error(`no test server in ${directory} within ${STARTED_WITHIN_MS} ms`);
}
