// What grpc-js-xds goes by for each channel, kept for whoever looks: it tells nobody itself.
import type { Endpoint } from '../endpoint.ts';
import type { TargetSnapshot } from '../shared-sources.ts';

/** What a channel was last told by its control plane. */
export interface XdsView {
  readonly endpoints: readonly Endpoint[];
  readonly clusters: readonly string[];
  /** Of routes that are in force no longer, or never were; undefined: all is as the control plane says. */
  readonly reason: string | undefined;
}

/** The part of one channel. */
export interface XdsChannel {
  /** It goes by this now. */
  follow(view: XdsView): void;
  /** It has nothing to go by. */
  fail(reason: string): void;
  end(): void;
}

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'following'; readonly view: XdsView; readonly toldAtMs: number };

interface Entry {
  readonly target: string;
  state: State;
  lastError: { readonly reason: string; readonly atMs: number } | null;
}

export class XdsTargets {
  readonly #entries = new Set<Entry>();
  readonly #refusedClusters = new Map<string, { readonly reason: string; readonly atMs: number }>();
  readonly #nowMs: () => number;

  /** @param nowMs monotonic */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  open(target: string): XdsChannel {
    const entry: Entry = { target, state: { kind: 'waiting' }, lastError: null };
    this.#entries.add(entry);
    const err = (reason: string): void => {
      entry.lastError = { reason, atMs: this.#nowMs() };
    };
    return {
      follow: (view) => {
        if (view.reason !== undefined) err(view.reason);
        entry.state = { kind: 'following', view, toldAtMs: this.#nowMs() };
      },
      fail: (reason) => {
        err(reason);
        entry.state = { kind: 'failed', reason };
      },
      end: () => void this.#entries.delete(entry),
    };
  }

  /** A cluster has come: the last good one stays in force where it is refused. */
  noteCluster(name: string, reason: string | undefined): void {
    if (reason === undefined) this.#refusedClusters.delete(name);
    else this.#refusedClusters.set(name, { reason, atMs: this.#nowMs() });
  }

  /** One for each target; of several channels to it, one that is in trouble. */
  snapshot(): readonly TargetSnapshot[] {
    const groups = Map.groupBy(this.#entries, ({ target }) => target);
    return [...groups.values()].map((entries) => {
      const all = entries.map((entry) => this.#describe(entry));
      const worst = all.find(({ state }) => state !== 'good') ?? all[0]!;
      return { ...worst, channels: entries.length };
    });
  }

  #describe({ target, state, lastError }: Entry): TargetSnapshot {
    const nowMs = this.#nowMs();
    const view = state.kind === 'following' ? state.view : undefined;
    const refused = view?.clusters.flatMap((name) => this.#refusedClusters.get(name) ?? [])[0];
    const error = refused ?? lastError;
    const isStale = refused !== undefined || view?.reason !== undefined;
    return {
      ...{ target, scheme: 'xds', channels: 1 },
      state: state.kind === 'following' ? (isStale ? 'stale' : 'good') : state.kind,
      endpoints: view?.endpoints ?? [],
      ageMs: state.kind === 'following' ? nowMs - state.toldAtMs : null,
      lastError: error === null ? null : { reason: error.reason, ageMs: nowMs - error.atMs },
    };
  }
}

/** Those of this process. */
export const xdsTargets = new XdsTargets();
