import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Picks the port: the one asked for, else the last one, else a free one. */
export async function choosePort(asked: number, last: number): Promise<number> {
  if (asked !== 0) {
    if (await isFree(asked)) return asked;
    throw portTaken(asked);
  }
  if (last !== 0 && (await isFree(last))) return last;
  // Below the range that systems give to outgoing connections (32768 up on Linux): a client that
  // dials a server which is just restarting could otherwise be given the very port it dials,
  // connect to itself, and keep the server out.
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedPostgresError('no free port found on 127.0.0.1 within 20000..29999');
}

export function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
