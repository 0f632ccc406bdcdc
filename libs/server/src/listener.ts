import { createServer, type Server, type Socket } from 'node:net';
import { serverAddressOf } from './server-address.ts';

/** A listening port that hands over its connections. */
export interface Listener {
  /** `host:port`, with the port that was really taken. */
  readonly address: string;
  readonly port: number;
  /** Takes no more connections; resolves when the last of those that are there has ended. */
  close(): Promise<void>;
  /** Cuts every connection that is left. */
  cut(): void;
}

/**
 * Listens by itself instead of by grpc-js's `bindAsync`, which prints a line of its own for a port
 * that is taken, and whose error does not tell that from an address that is not ours.
 *
 * @throws Error naming the address and what is wrong with it.
 */
export async function listen(
  address: string,
  onConnection: (socket: Socket) => void,
): Promise<Listener> {
  const { host, port } = serverAddressOf(address);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await started(server, host, port).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`cannot listen on ${address}: ${reasonOf(cause)}`, { cause });
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const taken = server.address();
  const takenPort = typeof taken === 'object' && taken !== null ? taken.port : port;
  return {
    address: host.includes(':') ? `[${host}]:${takenPort}` : `${host}:${takenPort}`,
    port: takenPort,
    close() {
      server.close();
      return closed;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function started(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A free port is this process's own: workers of node:cluster would all get the same one.
    server.listen({ host, port, exclusive: port === 0 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'the port is taken by another process';
    case 'EACCES':
      return 'this user may not open that port';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address';
    default:
      return error.message;
  }
}
