// The slices of one Service, kept true: list once, then watch from there for ever.
import type { EndpointSlice } from './endpoint-slice.ts';
import { ApiStatusError, type ApiServer } from './api-server.ts';
import { createBackoff } from '../backoff.ts';

export interface SliceWatchOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly service: string;
  /** All slices as they are now; a new Map for each change. */
  readonly onSlices: (slices: ReadonlyMap<string, EndpointSlice>) => void;
  /** The slices cannot be told at present; those told last stay true as far as anybody knows. */
  readonly onFailed: (reason: string) => void;
  /** Between 0 and 1. Default Math.random. */
  readonly random?: () => number;
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

/**
 * Starts to watch; the function returned stops it. It never gives up: every failure is told,
 * waited out (jittered, growing, or as the server asks) and tried again, from the last version
 * seen where the server still has it, so that an outage costs it one watch and no list.
 */
export function watchSlices(options: SliceWatchOptions): () => void {
  const { api, namespace, service, onSlices, onFailed, random = Math.random } = options;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  const base = `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices?labelSelector=${selector}`;
  const backoff = createBackoff({ random });
  let stopped = false;
  let version: string | undefined;
  let slices: ReadonlyMap<string, EndpointSlice> = new Map();

  const list = async () => {
    const found = (await api.read(base)) as SliceList;
    if (stopped) return;
    version = found.metadata.resourceVersion;
    slices = new Map(found.items.map((slice) => [slice.metadata.name, slice]));
    onSlices(slices);
  };

  const apply = ({ type, object }: WatchEvent) => {
    version = object.metadata.resourceVersion ?? version;
    if (type === 'BOOKMARK') return;
    const changed = new Map(slices);
    if (type === 'DELETED') changed.delete(object.metadata.name);
    else changed.set(object.metadata.name, object);
    slices = changed;
    onSlices(slices);
  };

  const watch = async (): Promise<WatchEnd> => {
    // The server ends it after this time; spread out, so that clients do not come back together.
    const timeoutSeconds = Math.round(240 + 60 * random());
    const path = `${base}&watch=true&allowWatchBookmarks=true&timeoutSeconds=${timeoutSeconds}&resourceVersion=${version}`;
    let end: WatchEnd = 'ended';
    await api.watch(path, (line) => {
      if (stopped || end === 'expired') return;
      const event = JSON.parse(line) as WatchEvent;
      if (event.type !== 'ERROR') {
        apply(event);
        backoff.reset();
      } else if (event.object.code === 410) end = 'expired';
      else throw new ApiStatusError(event.object.code ?? 500, event.object.message ?? line);
    });
    return end;
  };

  const follow = async () => {
    if (version === undefined) await list();
    // "410 Gone": the version is older than what the server remembers; only a list helps.
    if (!stopped && (await watch()) === 'expired') version = undefined;
  };

  const run = async () => {
    while (!stopped) {
      try {
        const startedAt = performance.now();
        await follow();
        // A watch that ends as soon as it begins, again and again, must not become a storm.
        if (performance.now() - startedAt < 1_000) await backoff.wait();
      } catch (error) {
        if (stopped) return;
        if (!isResumable(error)) version = undefined;
        onFailed(explain(error, namespace, service));
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

function explain(error: unknown, namespace: string, service: string): string {
  const of = `EndpointSlices of Service ${namespace}/${service}`;
  if (error instanceof ApiStatusError && error.status === 403) {
    return `${of}: not allowed; the service account needs list and watch on endpointslices.discovery.k8s.io (${error.message})`;
  }
  return `${of}: ${error instanceof Error ? error.message : String(error)}`;
}
