/** What is known of a client. Calls under way hold on to it, whatever the table does. */
export interface ClientRecord {
  /** Calls admitted lately: each counts 1 and fades. */
  recent: number;
  recentMs: number;
  /** Streams that it holds open. */
  streams: number;
  /** What its rate limits know of it, by limit; see `RateLimits`. */
  readonly bucketsFullAtMs: number[];
}

/** Recent calls fade with this time constant, in milliseconds. */
const MEMORY_MS = 1_000;
/** A key longer than this is cut: callers choose their keys. */
const MAX_KEY_LENGTH = 128;
/** Fewer recent calls than this are none. */
const ACTIVE = 0.5;
/** A client is over its share above this multiple of it: equals differ by chance. */
const OVER_SHARE = 1.1;
const COUNT_INTERVAL_MS = 100;

/**
 * Who calls, and how much of late. Bounded by two generations: when the young one is full it becomes
 * the old one, whose clients are forgotten unless they call again. So clients that call are
 * known, and no number of made-up names takes more memory.
 */
export class ClientTable {
  readonly #maxYoung: number;
  #young = new Map<string, ClientRecord>();
  #old = new Map<string, ClientRecord>();
  #total = 0;
  #totalMs = 0;
  #active = 1;
  #countedMs = -Infinity;

  constructor(maxClients: number) {
    this.#maxYoung = Math.max(1, Math.ceil(maxClients / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Clients with recent calls, as last counted. */
  get active(): number {
    return this.#active;
  }

  find(clientKey: string): ClientRecord {
    const key = clientKey.length > MAX_KEY_LENGTH ? clientKey.slice(0, MAX_KEY_LENGTH) : clientKey;
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const record = this.#old.get(key) ?? {
      recent: 0,
      recentMs: 0,
      streams: 0,
      bucketsFullAtMs: [],
    };
    if (this.#young.size >= this.#maxYoung) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#old.delete(key);
    this.#young.set(key, record);
    return record;
  }

  admitted(client: ClientRecord, nowMs: number): void {
    client.recent = faded(client.recent, client.recentMs, nowMs) + 1;
    client.recentMs = nowMs;
    this.#total = faded(this.#total, this.#totalMs, nowMs) + 1;
    this.#totalMs = nowMs;
  }

  /** The client's recent calls over its equal share of all: 1 where it has just that. */
  shareOf(client: ClientRecord, nowMs: number): number {
    if (nowMs - this.#countedMs > COUNT_INTERVAL_MS) this.#count(nowMs);
    const total = faded(this.#total, this.#totalMs, nowMs);
    if (total < 1 || this.#active < 2) return 1;
    return (faded(client.recent, client.recentMs, nowMs) * this.#active) / total;
  }

  isUnderShare(client: ClientRecord, nowMs: number): boolean {
    return this.shareOf(client, nowMs) < 1 / OVER_SHARE;
  }

  isOverShare(client: ClientRecord, nowMs: number): boolean {
    return this.shareOf(client, nowMs) > OVER_SHARE;
  }

  #count(nowMs: number): void {
    this.#countedMs = nowMs;
    this.#active = 0;
    for (const generation of [this.#young, this.#old]) {
      for (const { recent, recentMs } of generation.values()) {
        if (faded(recent, recentMs, nowMs) >= ACTIVE) this.#active += 1;
      }
    }
  }
}

function faded(recent: number, sinceMs: number, nowMs: number): number {
  return recent * Math.exp((sinceMs - nowMs) / MEMORY_MS);
}
