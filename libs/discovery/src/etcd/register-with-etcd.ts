import { createBackoff } from '../backoff.ts';
import type { EndpointNotes } from '../endpoint.ts';
import { createEtcdApi } from './etcd-api.ts';
import { parseEtcdServers } from './etcd-scheme.ts';
import { formatValue, keyOf } from './etcd-names.ts';

export interface EtcdRegistrationOptions {
  /** What clients ask for: `inventory` is found as `etcd:///inventory`. */
  readonly service: string;
  /** Where this server is reached, `host:port`. */
  readonly address: string;
  /** What clients are told of it besides. Default: the zone of `BALLAST_ZONE`, where that is set. */
  readonly notes?: EndpointNotes;
  /** Base URLs. Default: `ETCD_ENDPOINTS`, or `http://127.0.0.1:2379`. */
  readonly servers?: readonly string[];
  /**
   * How long clients go on calling a server that died without a word, in seconds. Renewed three
   * times in that. Default 10, range [2, 3600].
   */
  readonly ttlSeconds?: number;
  /** Told of what goes wrong; it is tried again until `stop`. Default: nothing. */
  readonly warn?: (message: string) => void;
}

/** A server's place in etcd. */
export interface EtcdRegistration {
  /** Resolves once clients can find it. */
  readonly registered: Promise<void>;
  /** Takes it out: the first step of a drain. Resolves even where etcd is away; the lease then ends. */
  stop(): Promise<void>;
}

/**
 * Registers a server under a lease and keeps it registered, through outages of etcd too.
 * @throws RangeError naming `ttlSeconds` or `ETCD_ENDPOINTS`
 */
export function registerWithEtcd(options: EtcdRegistrationOptions): EtcdRegistration {
  const { service, address, ttlSeconds = 10, warn = () => undefined } = options;
  if (!(ttlSeconds >= 2 && ttlSeconds <= 3600)) {
    throw new RangeError(`ttlSeconds must be within [2, 3600], got ${ttlSeconds}`);
  }
  const zone = process.env['BALLAST_ZONE'];
  const notes = options.notes ?? (zone ? { zone } : {});
  const servers = options.servers ?? parseEtcdServers(process.env['ETCD_ENDPOINTS']);
  const api = createEtcdApi(servers);
  const stopping = new AbortController();
  const { signal } = stopping;
  const backoff = createBackoff({ random: Math.random, maxMs: 5_000 });
  const renewals = createBackoff({ random: () => 0 });
  signal.addEventListener('abort', () => [backoff, renewals].forEach((one) => one.cancel()));
  const { promise: registered, resolve: announce } = Promise.withResolvers<void>();
  let lease: string | undefined;

  const holdLease = async () => {
    lease = await api.grantLease(Math.ceil(ttlSeconds), signal);
    await api.put(keyOf(service, address), formatValue(address, notes), lease, signal);
    backoff.reset();
    announce();
    while (!signal.aborted) {
      await renewals.wait((ttlSeconds * 1000) / 3);
      if (signal.aborted) return;
      if ((await api.keepLeaseAlive(lease, signal)) <= 0) throw new Error('the lease has ended');
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        await holdLease();
      } catch (error) {
        if (signal.aborted) return;
        warn(`registration of ${service} at ${address}: ${String(error)}`);
        await backoff.wait();
      }
    }
  };

  const running = run();
  return {
    registered,
    async stop() {
      stopping.abort();
      await running;
      if (lease === undefined) return;
      const { signal: unaborted } = new AbortController();
      await api.revokeLease(lease, unaborted).catch((error: unknown) => {
        warn(`registration of ${service} at ${address} could not be taken back: ${String(error)}`);
      });
    },
  };
}
