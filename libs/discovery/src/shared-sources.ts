import { formatEndpoint } from './endpoint.ts';
import type { Discovery, DiscoveryListener, EndpointSource } from './endpoint-source.ts';

/** A subscription to a source that others may be subscribed to, too. */
export interface Subscription {
  refresh(): void;
  end(): void;
}

/**
 * Starts each source once, however many channels use it, and stops it with the last of them. Passes
 * on what is new and nothing else: an equal set, in whatever order, is not told twice, and a failure
 * is not told at all while a good set is in force.
 */
export class SharedSources {
  private readonly shared = new Map<string, SharedSource>();

  subscribe(
    key: string,
    create: () => EndpointSource,
    warn: (message: string) => void,
    listener: DiscoveryListener,
  ): Subscription {
    let source = this.shared.get(key);
    if (source === undefined) {
      source = new SharedSource(create(), warn);
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
}

class SharedSource {
  readonly source: EndpointSource;
  private readonly warn: (message: string) => void;
  private readonly listeners = new Set<DiscoveryListener>();
  private current: Discovery | undefined;

  constructor(source: EndpointSource, warn: (message: string) => void) {
    this.source = source;
    this.warn = warn;
  }

  join(listener: DiscoveryListener): void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      this.source.start((discovery) => this.update(discovery));
      return;
    }
    process.nextTick(() => {
      if (this.current !== undefined && this.listeners.has(listener)) listener(this.current);
    });
  }

  /** Returns how many are left. */
  leave(listener: DiscoveryListener): number {
    const left = this.listeners.delete(listener);
    if (left && this.listeners.size === 0) this.source.stop();
    return this.listeners.size;
  }

  private update(discovery: Discovery): void {
    if (discovery.kind === 'failed' && this.current?.kind === 'endpoints') {
      const count = this.current.endpoints.length;
      this.warn(`${discovery.reason}; the last good set of ${count} stays in force`);
      return;
    }
    if (isEqual(discovery, this.current)) return;
    this.current = discovery;
    for (const listener of this.listeners) listener(discovery);
  }
}

function isEqual(one: Discovery, other: Discovery | undefined): boolean {
  if (one.kind === 'failed' || other?.kind !== 'endpoints') return false;
  const known = new Set(other.endpoints.map(formatEndpoint));
  return (
    one.endpoints.length === known.size &&
    one.endpoints.every((each) => known.has(formatEndpoint(each)))
  );
}
