import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A receiver of OTLP over HTTP: which paths were sent what, as text that names can be found in. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly sent: ReadonlyMap<string, string>;
}

export async function startReceiver(): Promise<Receiver> {
  const sent = new Map<string, string>();
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const path = request.url ?? '';
      sent.set(path, (sent.get(path) ?? '') + body.toString('latin1'));
      response.writeHead(200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port that takes connections and never says a word. */
export async function startSilence(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createSocketServer((socket) => socket.on('error', () => undefined));
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
