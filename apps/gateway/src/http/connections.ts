import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  readonly open: number;
  /** Closes those that have no request in work. */
  closeIdle(): void;
  /** Closes all, in whatever state. */
  closeAll(): void;
  /** Resolves when none is left. */
  allClosed(): Promise<void>;
}

/**
 * Keeps account of a server's connections. Node's own closeIdleConnections() does not count one
 * that has not sent its first request yet as idle.
 */
export function trackConnections(server: Server): Connections {
  const requestsBySocket = new Map<Socket, number>();
  const none = new Set<() => void>();

  const count = (socket: Socket, change: number): void => {
    const requests = requestsBySocket.get(socket);
    if (requests !== undefined) requestsBySocket.set(socket, requests + change);
  };

  server.on('connection', (socket) => {
    requestsBySocket.set(socket, 0);
    socket.once('close', () => {
      requestsBySocket.delete(socket);
      if (requestsBySocket.size > 0) return;
      for (const resolve of none) resolve();
      none.clear();
    });
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });

  return {
    get open() {
      return requestsBySocket.size;
    },
    closeIdle: () => {
      for (const [socket, requests] of requestsBySocket) if (requests === 0) socket.destroy();
    },
    closeAll: () => {
      for (const socket of requestsBySocket.keys()) socket.destroy();
    },
    allClosed: () =>
      new Promise((resolve) => {
        if (requestsBySocket.size === 0) resolve();
        else none.add(resolve);
      }),
  };
}
