import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `sun_path` of unix(7) holds 108 bytes on Linux and 104 on macOS, with the zero at its end. */
const MAX_PATH_BYTES = 103;

/** Where a socket of a data directory is: in it, or, where that path is too long, a short one. */
export function findSocketPath(dataDirectory: string, name: string): string {
  const path = join(dataDirectory, name);
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return path;
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return join(tmpdir(), `ballast-${digest}-${name}`);
}

/**
 * Listens, over a socket that a killed process left behind too: only for whoever holds a lock that
 * makes it the only listener.
 */
export async function listenOnSocket(
  path: string,
  onConnection: (socket: Socket) => void,
): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer(onConnection);
  // For this user alone, from the moment it is there: listen() makes the file before it returns.
  const umask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(umask);
  }
  await once(server, 'listening');
  return server;
}

/** Undefined where nobody listens. */
export async function connectToSocket(path: string): Promise<Socket | undefined> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    socket.destroy();
    return undefined;
  }
}
