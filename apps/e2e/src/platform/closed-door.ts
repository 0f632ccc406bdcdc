import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';

/** A port where there will be a database: whoever connects is noted, and sent away. */
export interface ClosedDoor extends AsyncDisposable {
  /** Resolves when a program that calls itself so has tried. */
  untilTried(applicationName: string): Promise<void>;
}

export async function closeDoor(port: number): Promise<ClosedDoor> {
  const tried = new Set<string>();
  const news = new EventEmitter();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (startup) => {
      // PostgreSQL's startup message: names and values, each ended by a zero.
      const [, name = ''] = /\0application_name\0([^\0]*)\0/.exec(startup.toString('latin1')) ?? [];
      tried.add(name);
      news.emit('try');
      socket.destroy();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async untilTried(name) {
      while (!tried.has(name)) await once(news, 'try');
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
