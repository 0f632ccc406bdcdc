import type { Service } from '../platform/platform.ts';
import { selectorOf, type Cluster } from './cluster.ts';
import { isReady, type Pod } from './objects.ts';

/** When pods became ready and ceased to be, as a watch tells it to this process' own clock. */
export interface Readiness extends AsyncDisposable {
  /** `performance.now()` of when each pod was first seen ready, by name, with the pod. */
  readonly readyAtMs: ReadonlyMap<string, { readonly pod: Pod; readonly atMs: number }>;
  readonly ready: ReadonlySet<string>;
}

/** A condition's own time has whole seconds; this is good to some milliseconds. */
export async function followReadiness(cluster: Cluster, service: Service): Promise<Readiness> {
  const { api } = cluster;
  const { spec } = await cluster.deployment(service);
  const path = cluster.path(`pods?${selectorOf(spec.selector.matchLabels)}`);
  const readyAtMs = new Map<string, { pod: Pod; atMs: number }>();
  const ready = new Set<string>();
  const stop = new AbortController();
  const begun = Promise.withResolvers<void>();
  const follow = async () => {
    while (!stop.signal.aborted) {
      // A watch ends when the server likes; without a version it begins with what is there.
      await api
        .watch<Pod>(path, stop.signal, ({ type, object }) => {
          begun.resolve();
          const { name } = object.metadata;
          if (type !== 'DELETED' && isReady(object)) {
            if (!readyAtMs.has(name)) readyAtMs.set(name, { pod: object, atMs: performance.now() });
            ready.add(name);
          } else ready.delete(name);
        })
        .catch(() => undefined);
    }
  };
  const following = follow();
  await begun.promise;
  return {
    readyAtMs,
    ready,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await following;
    },
  };
}
