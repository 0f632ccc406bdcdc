import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A TCP connection that says what a test wants, byte by byte. */
export interface RawConnection extends AsyncDisposable {
  readonly socket: Socket;
  send(text: string): void;
  /** All that was received, up to and including the next match. */
  until(pattern: RegExp): Promise<string>;
  /** All that was received when the other side has closed. */
  readonly end: Promise<string>;
}

/** Connects to `http://host:port`. */
export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => (received += String(text)));
  socket.on('error', () => undefined);
  const end = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await once(socket, 'connect');
  return {
    socket,
    end,
    send: (text) => void socket.write(text),
    until: async (pattern) => {
      for (;;) {
        const match = pattern.exec(received);
        if (match !== null) {
          const taken = received.slice(0, match.index + match[0].length);
          received = received.slice(taken.length);
          return taken;
        }
        if (socket.destroyed) throw new Error(`closed without ${pattern}: ${received}`);
        await Promise.race([once(socket, 'data'), end]);
      }
    },
    [Symbol.asyncDispose]: async () => void socket.destroy(),
  };
}
