import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/**
 * The port itself where it is free, or any free one for 0.
 *
 * @param option `--port`, named in the error
 * @throws StartError naming the port
 */
export async function findFreePort(port: number, option: string): Promise<number> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'EADDRINUSE'
        ? 'is taken by another program'
        : code === 'EACCES'
          ? 'may only be used by the system administrator'
          : `cannot be used (${code ?? message})`;
    throw new StartError(`port ${port} on 127.0.0.1 ${reason}: choose another with ${option}`, {
      cause,
    });
  } finally {
    server.close();
  }
}
