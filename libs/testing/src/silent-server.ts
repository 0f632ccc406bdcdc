import { startTcpServer } from './tcp-server.ts';
import type { TcpServer } from './tcp-server.ts';

export interface SilentServerOptions {
  /** Default: 0, any free port. */
  readonly port?: number;
  /**
   * `tcp`: accepts connections and never says a word. `http2`: says the server's half of the HTTP/2
   * handshake and then never a word more, not even to a PING. Default: `tcp`.
   */
  readonly silentAfter?: 'tcp' | 'http2';
}

// RFC 9113, section 6.5: an empty SETTINGS frame, and the acknowledgement of the client's.
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const SETTINGS_ACK = Buffer.from([0, 0, 0, 4, 1, 0, 0, 0, 0]);

/** A peer that is there for TCP and for nothing else, like a process that hangs. */
export function startSilentServer(options: SilentServerOptions = {}): Promise<TcpServer> {
  const { port = 0, silentAfter = 'tcp' } = options;
  return startTcpServer((socket) => {
    if (silentAfter === 'http2') {
      socket.once('data', () => socket.write(Buffer.concat([SETTINGS, SETTINGS_ACK])));
    }
    // Reads on, so that the peer's kernel never finds the window closed.
    socket.resume();
  }, port);
}
