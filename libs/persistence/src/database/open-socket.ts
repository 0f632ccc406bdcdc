import { Socket } from 'node:net';
import { createRememberingLookup } from './remembering-lookup.ts';

/** One memory for all databases of the process. */
const lookup = createRememberingLookup();

/** What node-postgres connects: it calls `connect(port, host)`, or `connect(path)` for a socket in a folder. */
class DatabaseSocket extends Socket {
  override connect(...target: readonly unknown[]): this {
    const [port, host] = target;
    if (typeof port !== 'number' || typeof host !== 'string') {
      return super.connect(...(target as Parameters<Socket['connect']>)) as this;
    }
    return super.connect({ port, host, lookup });
  }
}

/** A socket to a database's host, which is found also while name servers are away. */
export const openSocket = (): Socket => new DatabaseSocket();
