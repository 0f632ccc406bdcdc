// The slices of one Service, kept true: list once, then watch from there for ever.
import { createBackoff } from '../backoff.ts';
import { systemClock, type Clock } from '../clock.ts';
import { ApiStatusError, type ApiServer } from './api-server.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import type { SlicesListener } from './shared-watches.ts';
import { kubernetesRights } from './rights.ts';

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

  const watch = async (listPath: string) => {
    // The server ends it after this time; spread out, so that clients do not come back together.
    const timeoutSeconds = Math.round(240 + 60 * random());
    const path = `${listPath}&watch=true&allowWatchBookmarks=true&timeoutSeconds=${timeoutSeconds}&resourceVersion=${version}`;
    const onLine = (line: string) => {
      if (stopped) return;
      const event = JSON.parse(line) as WatchEvent;
      // Thrown, which ends the watch: the server may leave it open after its last word.
      if (event.type === 'ERROR')
        throw new ApiStatusError(event.object.code ?? 500, event.object.message ?? line);
      apply(event);
      backoff.reset();
    };
    await api.watch(path, onLine, () => {
      openedAtMs = clock.nowMs();
      if (stopped || !hasFailed) return;
      hasFailed = false;
      listener({ kind: 'recovered' });
    });
  };

  const follow = async () => {
    base ??= findPath(await options.loadNamespace(), service);
    if (version === undefined) await list(base);
    if (!stopped) await watch(base);
  };

  /** A server that has served for a while is not in trouble: its next failure is a first one. */
  const wasOfUse = () => {
    const lastedMs = openedAtMs === undefined ? 0 : clock.nowMs() - openedAtMs;
    openedAtMs = undefined;
    return lastedMs >= briefWatchMs;
  };

  const run = async () => {
    while (!stopped) {
      let retryAfterMs: number | undefined;
      try {
        await follow();
      } catch (error) {
        if (stopped) return;
        if (isExpired(error) && version !== undefined) {
          // No failure: the server does not remember that far back, and only a list helps.
          version = undefined;
        } else {
          if (!isResumable(error)) version = undefined;
          if (error instanceof ApiStatusError) ({ retryAfterMs } = error);
          hasFailed = true;
          const isForbidden = isRefusal(error);
          listener({ kind: 'failed', reason: explain(error, service), isForbidden });
        }
      }
      if (stopped) return;
      // A watch that ends as soon as it begins, again and again, must not become a storm.
      const isBrief = !wasOfUse();
      if (!isBrief) backoff.reset();
      if (isBrief || hasFailed) await backoff.wait(retryAfterMs);
    }
  };

  void run();
  return () => {
    stopped = true;
    backoff.cancel();
    api.close();
  };
}

/** "410 Gone": the version is older than what the server remembers. */
function isExpired(error: unknown): boolean {
  return error instanceof ApiStatusError && error.status === 410;
}

/** After a line that made no sense, what was missed is unknown: list again. */
function isResumable(error: unknown): boolean {
  return !(error instanceof SyntaxError || error instanceof TypeError || isExpired(error));
}

/** "403 Forbidden": RBAC does not give us the right. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiStatusError && error.status === 403;
}

function findPath(namespace: string, service: string): string {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  const { apiGroup, resource } = kubernetesRights;
  return `/apis/${apiGroup}/v1/namespaces/${encodeURIComponent(namespace)}/${resource}?labelSelector=${selector}`;
}

function explain(error: unknown, service: string): string {
  const of = `EndpointSlices of Service ${service}`;
  if (isRefusal(error)) {
    const { verbs, resource, apiGroup } = kubernetesRights;
    return `${of}: not allowed; the service account needs ${verbs.join(' and ')} on ${resource}.${apiGroup} (${(error as Error).message})`;
  }
  return `${of}: ${error instanceof Error ? error.message : String(error)}`;
}
