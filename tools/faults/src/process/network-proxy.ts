// Stands between a client and one server, and is the network between them.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Crossing } from './crossing.ts';
import type { LinkSpeed } from './link-pace.ts';

/** How a network treats what it is given. */
export type Network =
  /** It carries everything at once. */
  | { readonly kind: 'clear' }
  /** It carries everything, later. */
  | ({ readonly kind: 'slow' } & LinkSpeed)
  /**
   * It carries nothing and says nothing: connections stay open and are silent, and new ones are
   * accepted and are silent too. A host that has vanished behind a load balancer, or a switch that
   * drops.
   */
  | { readonly kind: 'blackhole' }
  /**
   * The connections that exist are silent for ever, new ones pass: what a host leaves behind that was
   * switched off and on again, or a NAT that has forgotten.
   */
  | { readonly kind: 'half-open' };

export interface NetworkProxy extends AsyncDisposable {
  /** `127.0.0.1:port`, what clients are told. */
  readonly address: string;
  /** Connections that are open now. */
  readonly connections: number;
  /** From now on. A connection that `half-open` has silenced stays silent whatever comes. */
  become(network: Network): void;
  /** Resets every connection (RST). */
  reset(): void;
}

/** @throws TypeError where the target is no `host:port`. */
export async function startNetworkProxy(target: string): Promise<NetworkProxy> {
  const { host, port } = parseTarget(target);
  let network: Network = { kind: 'clear' };
  const crossings = new Set<Crossing>();
  const server = createServer({ allowHalfOpen: true }, (near: Socket) => {
    const far = connect({ host, port, noDelay: true, allowHalfOpen: true });
    const crossing = new Crossing(near, far);
    crossings.add(crossing);
    far.once('close', () => near.closed && crossings.delete(crossing));
    near.once('close', () => far.closed && crossings.delete(crossing));
    // What silences those that exist does not concern this one.
    if (network.kind !== 'half-open') crossing.become(network);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    address: `127.0.0.1:${bound}`,
    get connections() {
      return crossings.size;
    },
    become(next) {
      network = next;
      for (const crossing of crossings) crossing.become(next);
    },
    reset() {
      for (const crossing of crossings) crossing.reset();
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const crossing of crossings) crossing.reset();
      await closed;
    },
  };
}

function parseTarget(target: string): { host: string; port: number } {
  const colon = target.lastIndexOf(':');
  const port = Number(target.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError(`a proxy needs a target host:port, got ${JSON.stringify(target)}`);
  }
  return { host: target.slice(0, colon).replace(/^\[|\]$/g, ''), port };
}
