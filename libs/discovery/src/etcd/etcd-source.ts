import { createBackoff } from '../backoff.ts';
import { formatEndpoint } from '../endpoint.ts';
import {
  createEndpoints,
  type DiscoveryListener,
  type EndpointSource,
} from '../endpoint-source.ts';
import type { EtcdApi } from './etcd-api.ts';
import { parseValue, prefixOf } from './etcd-names.ts';

/**
 * How often the watched keys are listed all the same, in milliseconds. The gateway tells no
 * heartbeat, so this is what finds a watch whose connection has died without a word.
 */
const checkIntervalMs = 10_000;

/** Lists, watches from there, and starts again after whatever goes wrong, for as long as started. */
export function createEtcdSource(
  service: string,
  api: EtcdApi,
  warn: (message: string) => void,
): EndpointSource {
  let current: AbortController | undefined;
  return {
    start: (listener) => {
      current = new AbortController();
      void follow(service, api, warn, listener, current.signal);
    },
    // The watch tells of changes by itself.
    refresh: () => undefined,
    stop: () => {
      current?.abort();
      current = undefined;
    },
  };
}

async function follow(
  service: string,
  api: EtcdApi,
  warn: (message: string) => void,
  listener: DiscoveryListener,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff({ random: Math.random });
  signal.addEventListener('abort', () => backoff.cancel(), { once: true });
  const prefix = prefixOf(service);
  const teller = createTeller(service, listener, warn);
  while (!signal.aborted) {
    try {
      const { entries, revision } = await api.list(prefix, signal);
      const values = new Map(entries.map(({ key, value }) => [key, value]));
      teller.tell(values);
      backoff.reset();
      // What the watch tells between two lists counts; a change that only a list finds ends it.
      await withinInterval(signal, (limit) =>
        api.watch(prefix, revision, (changes) => teller.tell(apply(values, changes)), limit),
      );
    } catch (error) {
      if (signal.aborted) return;
      const reason = `etcd prefix ${prefix}: ${error instanceof Error ? error.message : String(error)}`;
      listener({ kind: 'failed', reason });
      await backoff.wait();
    }
  }
}

/** Ends the work after the interval, which is no failure. */
async function withinInterval(
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  const interval = new AbortController();
  const timer = setTimeout(() => interval.abort(), checkIntervalMs);
  timer.unref();
  try {
    await work(AbortSignal.any([signal, interval.signal]));
  } catch (error) {
    if (!interval.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}

function apply(
  values: Map<string, string>,
  changes: readonly { readonly key: string; readonly value: string | undefined }[],
): Map<string, string> {
  for (const { key, value } of changes) {
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }
  return values;
}

/** Tells sets that differ from the last one. */
function createTeller(
  service: string,
  listener: DiscoveryListener,
  warn: (message: string) => void,
) {
  let told: string | undefined;
  return {
    tell(values: ReadonlyMap<string, string>): void {
      const endpoints = [...values].flatMap(([key, value]) => {
        const endpoint = parseValue(value);
        if (endpoint === undefined) warn(`etcd key ${key} of ${service} is no endpoint: ${value}`);
        return endpoint ?? [];
      });
      const key = endpoints.map(formatEndpoint).sort().join();
      if (key === told) return;
      told = key;
      listener(createEndpoints(endpoints));
    },
  };
}
