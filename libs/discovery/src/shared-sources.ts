import type { Endpoint } from './endpoint.ts';
import { followSet, type EndpointSet } from './endpoint-set.ts';
import type { Discovery, EndpointSource } from './endpoint-source.ts';
import type { Target } from './target.ts';

/** What a channel is told: a set that differs from the last, or that there is none yet, and why. */
export type Finding =
  | { readonly kind: 'set'; readonly set: EndpointSet }
  | { readonly kind: 'failed'; readonly reason: string };

export type FindingListener = (finding: Finding) => void;

/** A subscription to a source that others may be subscribed to, too. */
export interface Subscription {
  refresh(): void;
  end(): void;
}

/** One target as this process sees it now: plain data, for people to look at. */
export interface TargetSnapshot {
  readonly target: string;
  readonly scheme: string;
  /** Channels that look at it. */
  readonly channels: number;
  /**
   * `waiting`: nothing is known yet. `good`: the set is what the source says. `stale`: the source is
   * broken and its last set stays in force. `failed`: it is broken and there never was a set.
   */
  readonly state: State['kind'];
  /** The set in force, with notes; empty where there is none. */
  readonly endpoints: readonly Endpoint[];
  /** Since the source last told the set, changed or not, in milliseconds; null: never. */
  readonly ageMs: number | null;
  /** The last failure, over or not; null: none so far. */
  readonly lastError: { readonly reason: string; readonly ageMs: number } | null;
}

/** What `subscribe` needs besides the listener. */
export interface SourceOptions {
  readonly target: Target;
  readonly create: () => EndpointSource;
  readonly warn: (message: string) => void;
}

/**
 * Starts each source once, however many channels use it, and stops it with the last of them. Passes
 * on what is new and nothing else: an equal set, in whatever order, is not told twice, and a failure
 * is not told at all while a good set is in force.
 */
export class SharedSources {
  private readonly shared = new Map<string, SharedSource>();
  private readonly nowMs: () => number;

  /** @param nowMs monotonic */
  constructor(nowMs: () => number = () => performance.now()) {
    this.nowMs = nowMs;
  }

  subscribe(options: SourceOptions, listener: FindingListener): Subscription {
    const key = options.target.text;
    let source = this.shared.get(key);
    if (source === undefined) {
      source = new SharedSource(options, this.nowMs);
      this.shared.set(key, source);
    }
    const joined = source;
    joined.join(listener);
    return {
      refresh: () => joined.source.refresh(),
      end: () => {
        if (joined.leave(listener) === 0 && this.shared.get(key) === joined)
          this.shared.delete(key);
      },
    };
  }

  /** Every target that a channel looks at now. */
  snapshot(): readonly TargetSnapshot[] {
    return [...this.shared.values()].map((source) => source.snapshot());
  }
}

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'good'; readonly set: EndpointSet; readonly toldAtMs: number }
  | {
      readonly kind: 'stale';
      readonly set: EndpointSet;
      readonly toldAtMs: number;
      readonly reason: string;
    };

class SharedSource {
  readonly source: EndpointSource;
  private readonly options: SourceOptions;
  private readonly nowMs: () => number;
  private readonly listeners = new Set<FindingListener>();
  private state: State = { kind: 'waiting' };
  private lastError: { readonly reason: string; readonly atMs: number } | undefined;

  constructor(options: SourceOptions, nowMs: () => number) {
    this.source = options.create();
    this.options = options;
    this.nowMs = nowMs;
  }

  join(listener: FindingListener): void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      this.source.start((discovery) => this.update(discovery));
      return;
    }
    process.nextTick(() => {
      const finding = findFinding(this.state);
      if (finding !== undefined && this.listeners.has(listener)) listener(finding);
    });
  }

  /** Returns how many are left. */
  leave(listener: FindingListener): number {
    const left = this.listeners.delete(listener);
    if (left && this.listeners.size === 0) this.source.stop();
    return this.listeners.size;
  }

  snapshot(): TargetSnapshot {
    const { options, state, lastError } = this;
    const nowMs = this.nowMs();
    const known = 'set' in state ? state : undefined;
    return {
      target: options.target.text,
      scheme: options.target.scheme,
      channels: this.listeners.size,
      state: state.kind,
      endpoints: known?.set.endpoints ?? [],
      ageMs: known === undefined ? null : nowMs - known.toldAtMs,
      lastError: lastError ? { reason: lastError.reason, ageMs: nowMs - lastError.atMs } : null,
    };
  }

  private update(discovery: Discovery): void {
    if (discovery.kind === 'failed') this.fail(discovery.reason);
    else this.renew(discovery.endpoints);
  }

  private fail(reason: string): void {
    const last = this.state;
    this.lastError = { reason, atMs: this.nowMs() };
    if (!('set' in last)) {
      this.state = { kind: 'failed', reason };
      this.tell({ kind: 'failed', reason });
      return;
    }
    // A source that fails in the same way again and again is news once.
    if (last.kind !== 'stale' || last.reason !== reason) {
      const count = last.set.endpoints.length;
      this.options.warn(`${reason}; the last good set of ${count} stays in force`);
    }
    this.state = { kind: 'stale', set: last.set, toldAtMs: last.toldAtMs, reason };
  }

  private renew(endpoints: readonly Endpoint[]): void {
    const last = 'set' in this.state ? this.state.set : undefined;
    const set = followSet(last, endpoints);
    this.state = { kind: 'good', set, toldAtMs: this.nowMs() };
    if (set !== last) this.tell({ kind: 'set', set });
  }

  private tell(finding: Finding): void {
    for (const listener of this.listeners) listener(finding);
  }
}

function findFinding(state: State): Finding | undefined {
  if ('set' in state) return { kind: 'set', set: state.set };
  return state.kind === 'failed' ? state : undefined;
}
