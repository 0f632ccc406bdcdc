// One watch for each Service in a process, however many channels ask for it.
import type { EndpointSlice } from './endpoint-slice.ts';

export interface SlicesListener {
  readonly onSlices: (slices: ReadonlyMap<string, EndpointSlice>) => void;
  readonly onFailed: (reason: string) => void;
}

type StartWatch = (listener: SlicesListener) => () => void;

interface SharedWatch {
  readonly listeners: Set<SlicesListener>;
  readonly stop: () => void;
  slices: ReadonlyMap<string, EndpointSlice> | undefined;
}

const watches = new Map<string, SharedWatch>();

/**
 * Joins the watch of `key`, or starts it; the last one to leave ends it. Who joins later is told
 * what is known, never before this function has returned.
 */
export function joinWatch(key: string, start: StartWatch, listener: SlicesListener): () => void {
  const shared = watches.get(key) ?? open(key, start);
  shared.listeners.add(listener);
  process.nextTick(() => {
    const { slices } = shared;
    if (slices !== undefined && shared.listeners.has(listener)) listener.onSlices(slices);
  });
  return () => {
    if (!shared.listeners.delete(listener) || shared.listeners.size > 0) return;
    watches.delete(key);
    shared.stop();
  };
}

function open(key: string, start: StartWatch): SharedWatch {
  const listeners = new Set<SlicesListener>();
  const stop = start({
    onSlices: (slices) => {
      shared.slices = slices;
      for (const listener of listeners) listener.onSlices(slices);
    },
    onFailed: (reason) => {
      for (const listener of listeners) listener.onFailed(reason);
    },
  });
  const shared: SharedWatch = { listeners, stop, slices: undefined };
  watches.set(key, shared);
  return shared;
}
