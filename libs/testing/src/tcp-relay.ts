import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { startTcpServer } from './tcp-server.ts';
import type { TcpServer } from './tcp-server.ts';

/** Stands between a client and a server and breaks the network between them. */
export interface TcpRelay extends TcpServer {
  /**
   * Swallows every byte of the connections that exist, without closing them: a host that vanished.
   * New connections pass.
   */
  freeze(): void;
  /** Resets every connection. */
  cut(): void;
}

export async function startTcpRelay(targetPort: number): Promise<TcpRelay> {
  const server = await startTcpServer((socket) => join(socket, connect(targetPort, '127.0.0.1')));
  return {
    ...server,
    freeze: () => server.sockets.forEach((socket) => socket.emit('freeze')),
    cut: () => server.sockets.forEach((socket) => socket.resetAndDestroy()),
  };
}

function join(near: Socket, far: Socket): void {
  near.pipe(far);
  far.pipe(near);
  far.on('error', () => near.destroy());
  far.on('close', () => near.destroy());
  near.on('close', () => far.destroy());
  near.on('freeze', () => {
    near.unpipe(far).resume();
    far.unpipe(near).resume();
  });
}
