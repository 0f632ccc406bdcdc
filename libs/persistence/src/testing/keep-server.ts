// Keeps one PostgreSQL for a test run and ends with it: `node keep-server.ts <directory> <pid of
// the run>`.
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isEmbeddedPostgresError, startEmbeddedPostgres } from '../embedded/index.ts';

const LOOK_EVERY_MS = 200;

const [directory = '', run = ''] = process.argv.slice(2);
const isOver = (): boolean => {
  try {
    process.kill(Number(run), 0);
    return false;
  } catch {
    return true;
  }
};

try {
  const server = await startEmbeddedPostgres({ directory, durable: false });
  while (!isOver()) await delay(LOOK_EVERY_MS);
  await server.stop();
  await rm(directory, { recursive: true, force: true });
} catch (error) {
  // Another file's keeper was first.
  if (!isEmbeddedPostgresError(error)) throw error;
}
