import type { LookupAddress } from 'node:dns';
import { lookup as askSystem } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

export interface RememberingLookupOptions {
  /** Default: the system's, all families, in its order. */
  readonly ask?: (host: string) => Promise<readonly LookupAddress[]>;
  /** How long name servers may take before what they said last is used, in milliseconds. Default 500. */
  readonly patienceMs?: number;
}

/**
 * Looks names up as Node does, and goes on with the addresses of the last answer where name servers are
 * silent or fail: a database stays where it was while they are away. Each connection asks anew, so a name
 * that moves is followed. Of questions about one name one is under way at a time, because each that hangs
 * has a thread of libuv's pool.
 *
 * @throws the error of the question, through the callback, where there was never an answer.
 */
export function createRememberingLookup(options: RememberingLookupOptions = {}): LookupFunction {
  const { ask = (host) => askSystem(host, { all: true }), patienceMs = 500 } = options;
  const known = new Map<string, readonly LookupAddress[]>();
  const underWay = new Map<string, Promise<readonly LookupAddress[]>>();

  const askOnce = (host: string): Promise<readonly LookupAddress[]> => {
    const before = underWay.get(host);
    if (before !== undefined) return before;
    const asking = ask(host)
      .then((addresses) => {
        known.set(host, addresses);
        return addresses;
      })
      .finally(() => underWay.delete(host));
    underWay.set(host, asking);
    return asking;
  };
  const find = (host: string): Promise<readonly LookupAddress[]> => {
    const last = known.get(host);
    const asking = askOnce(host);
    if (last === undefined) return asking;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(last), patienceMs);
      asking.then(resolve, () => resolve(last)).finally(() => clearTimeout(timer));
    });
  };

  return (host, { all, family }, callback) => {
    const version = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
    find(host).then(
      (found) => {
        const fitting = found.filter((one) => version === 0 || one.family === version);
        const [first] = fitting;
        if (first === undefined) callback(noneOf(host, version), '');
        else if (all === true) callback(null, fitting);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}

function noneOf(host: string, version: number): NodeJS.ErrnoException {
  const error = new Error(`${host} has no address of IPv${version}`);
  return Object.assign(error, { code: 'ENOTFOUND' });
}
