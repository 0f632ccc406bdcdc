// The slices of one Service, kept true: list once, then watch from there for ever.
import { createBackoff } from '../backoff.ts';
import { systemClock, type Clock } from '../clock.ts';
import { ApiStatusError, type ApiServer } from './api-server.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import type { SlicesListener } from './shared-watches.ts';

export interface SliceWatchOptions {
  readonly api: ApiServer;
  /** Asked until it can tell. */
  readonly loadNamespace: () => Promise<string>;
  readonly service: string;
  readonly listener: SlicesListener;
  /** Between 0 and 1. Default Math.random. */
  readonly random?: () => number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** How the server ended a watch. */
type WatchEnd = 'ended' | 'expired';

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: EndpointSlice & { readonly code?: number; readonly message?: string };
}

interface SliceList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly EndpointSlice[];
}

/** A watch that ends sooner than this has not been of use. */
const briefWatchMs = 1_000;

/**
 * Starts to watch; the function returned stops it. It never gives up: every failure is told,
 * waited out (jittered, growing, or as the server asks) and tried again, from the last version
 * seen where the server still has it, so that an outage costs it one watch and no list.
 */
export function watchSlices(options: SliceWatchOptions): () => void {
  const { api, service, listener } = options;
  const { random = Math.random, clock = systemClock } = options;
  const backoff = createBackoff({ random, clock });
  let stopped = false;
  let hasFailed = false;
  let openedAtMs: number | undefined;
  let base: string | undefined;
  let version: string | undefined;
  let slices = new Map<string, EndpointSlice>();

  const list = async (path: string) => {
    const found = (await api.read(path)) as SliceList;
    if (stopped) return;
    slices = new Map(found.items.map((slice) => [slice.metadata.name, slice]));
    version = found.metadata.resourceVersion;
    hasFailed = false;
    listener({ kind: 'all', slices });
  };

  const apply = ({ type, object }: WatchEvent) => {
    const { name, resourceVersion } = object.metadata;
    if (type !== 'BOOKMARK') {
      const slice = type === 'DELETED' ? undefined : object;
      if (slice === undefined) slices.delete(name);
      else slices.set(name, slice);
      listener({ kind: 'one', name, slice });
    }
    version = resourceVersion ?? version;
  };

  const watch = async (listPath: string): Promise<WatchEnd> => {
    // The server ends it after this time; spread out, so that clients do not come back together.
    const timeoutSeconds = Math.round(240 + 60 * random());
    const path = `${listPath}&watch=true&allowWatchBookmarks=true&timeoutSeconds=${timeoutSeconds}&resourceVersion=${version}`;
    let end: WatchEnd = 'ended';
    const onLine = (line: string) => {
      if (stopped || end === 'expired') return;
      const event = JSON.parse(line) as WatchEvent;
      if (event.type !== 'ERROR') {
        apply(event);
        backoff.reset();
      } else if (event.object.code === 410) end = 'expired';
      else throw new ApiStatusError(event.object.code ?? 500, event.object.message ?? line);
    };
    await api.watch(path, onLine, () => {
      openedAtMs = clock.nowMs();
      if (stopped || !hasFailed) return;
      hasFailed = false;
      listener({ kind: 'recovered' });
    });
    return end;
  };

  const follow = async () => {
    base ??= findPath(await options.loadNamespace(), service);
    if (version === undefined) await list(base);
    // "410 Gone": the version is older than what the server remembers; only a list helps.
    if (!stopped && (await watch(base)) === 'expired') version = undefined;
  };

  /** A server that has served for a while is not in trouble: its next failure is a first one. */
  const wasOfUse = () => {
    const lastedMs = openedAtMs === undefined ? 0 : clock.nowMs() - openedAtMs;
    openedAtMs = undefined;
    return lastedMs >= briefWatchMs;
  };

  const run = async () => {
    while (!stopped) {
      try {
        await follow();
        if (stopped) return;
        // A watch that ends as soon as it begins, again and again, must not become a storm.
        if (wasOfUse()) backoff.reset();
        else await backoff.wait();
      } catch (error) {
        if (stopped) return;
        if (wasOfUse()) backoff.reset();
        if (!isResumable(error)) version = undefined;
        hasFailed = true;
        listener({ kind: 'failed', reason: explain(error, service) });
        await backoff.wait(error instanceof ApiStatusError ? error.retryAfterMs : undefined);
      }
    }
  };

  void run();
  return () => {
    stopped = true;
    backoff.cancel();
    api.close();
  };
}

/** After a line that made no sense, or 410, what was missed is unknown: list again. */
function isResumable(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof TypeError) return false;
  return !(error instanceof ApiStatusError && error.status === 410);
}

function findPath(namespace: string, service: string): string {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  return `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices?labelSelector=${selector}`;
}

function explain(error: unknown, service: string): string {
  const of = `EndpointSlices of Service ${service}`;
  if (error instanceof ApiStatusError && error.status === 403) {
    return `${of}: not allowed; the service account needs list and watch on endpointslices.discovery.k8s.io (${error.message})`;
  }
  return `${of}: ${error instanceof Error ? error.message : String(error)}`;
}
