import { createBackoff } from '../backoff.ts';
import { systemClock, type Clock } from '../clock.ts';
import { compareEndpoints, formatEndpoint, type Endpoint } from '../endpoint.ts';
import {
  createEndpoints,
  type DiscoveryListener,
  type EndpointSource,
} from '../endpoint-source.ts';
import type { EtcdApi, KeyChange, KeyValue } from './etcd-api.ts';
import { parseValue, prefixOf } from './etcd-names.ts';

/**
 * How often the watched keys are listed all the same, in milliseconds. The gateway tells no
 * heartbeat, so this is what finds a watch whose connection has died without a word.
 */
const checkIntervalMs = 10_000;

/** The world around a watch. Default: the real one. */
export interface EtcdWorld {
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** Lists, watches from there, and starts again after whatever goes wrong, for as long as started. */
export function createEtcdSource(
  service: string,
  api: EtcdApi,
  warn: (message: string) => void,
  world: EtcdWorld = {},
): EndpointSource {
  let current: AbortController | undefined;
  return {
    start: (listener) => {
      current = new AbortController();
      void follow({ service, api, warn, listener, signal: current.signal, world });
    },
    // The watch tells of changes by itself.
    refresh: () => undefined,
    stop: () => {
      current?.abort();
      current = undefined;
    },
  };
}

interface Following {
  readonly service: string;
  readonly api: EtcdApi;
  readonly warn: (message: string) => void;
  readonly listener: DiscoveryListener;
  readonly signal: AbortSignal;
  readonly world: EtcdWorld;
}

async function follow({ service, api, warn, listener, signal, world }: Following): Promise<void> {
  const { clock = systemClock, random = Math.random } = world;
  const backoff = createBackoff({ random, clock });
  signal.addEventListener('abort', () => backoff.cancel(), { once: true });
  const prefix = prefixOf(service);
  const registry = createRegistry(warn);
  const tell = () => listener(createEndpoints(registry.endpoints()));
  while (!signal.aborted) {
    try {
      const { entries, revision } = await api.list(prefix, signal);
      registry.replace(entries);
      tell();
      backoff.reset();
      // What the watch tells between two lists counts; a change that only a list finds ends it.
      const onChanges = (changes: readonly KeyChange[]) => {
        registry.apply(changes);
        tell();
      };
      await withinInterval(clock, signal, (limit) => api.watch(prefix, revision, onChanges, limit));
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
  clock: Clock,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  const interval = new AbortController();
  const callOff = clock.after(checkIntervalMs, () => interval.abort());
  try {
    await work(AbortSignal.any([signal, interval.signal]));
  } catch (error) {
    if (!interval.signal.aborted) throw error;
  } finally {
    callOff();
  }
}

/** What is registered, read once for each change. */
function createRegistry(warn: (message: string) => void) {
  const registered = new Map<string, Endpoint>();
  const set = (key: string, value: string) => {
    const endpoint = parseValue(value);
    if (endpoint !== undefined) registered.set(key, endpoint);
    else {
      registered.delete(key);
      warn(`etcd key ${key} is no endpoint: ${value}`);
    }
  };
  return {
    replace(entries: readonly KeyValue[]): void {
      registered.clear();
      for (const { key, value } of entries) set(key, value);
    },
    apply(changes: readonly KeyChange[]): void {
      for (const { key, value } of changes) {
        if (value === undefined) registered.delete(key);
        else set(key, value);
      }
    },
    /** Each address once, whoever registered it last by name, in a stable order. */
    endpoints(): readonly Endpoint[] {
      const keys = [...registered.keys()].sort();
      const endpoints = keys.map((key) => registered.get(key)!);
      const once = new Map(endpoints.map((each) => [formatEndpoint(each), each]));
      return [...once.values()].sort(compareEndpoints);
    },
  };
}
