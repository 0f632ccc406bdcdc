import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP server whose connections are known, so that all of them can be cut. */
export interface TcpServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** Connections that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Emits `connection` with the socket, after it was added to `sockets`. */
  readonly events: EventEmitter;
  /** Cuts every connection and frees the port. */
  stop(): Promise<void>;
}

export async function startTcpServer(
  onConnection: (socket: Socket) => void,
  port = 0,
): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  const events = new EventEmitter();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    onConnection(socket);
    events.emit('connection', socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    address: `127.0.0.1:${bound}`,
    port: bound,
    sockets,
    events,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
