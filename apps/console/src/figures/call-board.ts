import type { SpanFacts } from '../window/span-facts.ts';
import { CallSeconds } from './call-seconds.ts';

/** How far back the pages look. */
export const HISTORY_SECONDS = 300;
/** What "now" means in a figure. */
export const RECENT_SECONDS = 10;
/** Spans leave in batches: the second that is just over may still be on its way. */
export const SETTLING_SECONDS = 1;

const LONG = HISTORY_SECONDS + RECENT_SECONDS;
const SHORT = RECENT_SECONDS + 2 * SETTLING_SECONDS + 4;
const MAX_SERIES = 2000;
const SEPARATOR = '\n';

/** Who is where, as far as the spans need it. */
export interface Whereabouts {
  /** Empty where nobody knows. */
  readonly replicaAt: (address: string) => string;
  /** The service behind a method `package.Service/Method`; empty where nobody knows. */
  readonly serviceOf: (method: string) => string;
}

/** Calls between services, attempts between replicas, and what each replica served, by second. */
export class CallBoard {
  readonly #whereabouts: Whereabouts;
  readonly #edges = new Map<string, CallSeconds>();
  readonly #replicaEdges = new Map<string, CallSeconds>();
  readonly #replicas = new Map<string, CallSeconds>();

  constructor(whereabouts: Whereabouts) {
    this.#whereabouts = whereabouts;
  }

  /** @param nowMs a span that ended later than now has another clock: it ended now */
  record(facts: SpanFacts, nowMs: number): void {
    const { source, role, durationMs, isError } = facts;
    const atMs = Math.min(facts.span.endAtMs, nowMs);
    switch (role) {
      case 'http':
        this.#of(this.#edges, 'browser', source.service, LONG).record(atMs, durationMs, isError);
        this.#of(this.#replicas, source.replica, '', SHORT).record(atMs, durationMs, isError);
        break;
      case 'server':
        this.#of(this.#replicas, source.replica, '', SHORT).record(atMs, durationMs, isError);
        break;
      case 'call':
        this.#edgeOf(facts)?.record(atMs, durationMs, isError);
        break;
      case 'attempt':
        this.#recordAttempt(facts, atMs);
        break;
      case 'other':
        break;
      default:
        role satisfies never;
    }
  }

  edges(): { readonly from: string; readonly to: string; readonly calls: CallSeconds }[] {
    return list(this.#edges);
  }

  replicaEdges(): { readonly from: string; readonly to: string; readonly calls: CallSeconds }[] {
    return list(this.#replicaEdges);
  }

  replica(id: string): CallSeconds | undefined {
    return this.#replicas.get(id + SEPARATOR);
  }

  /** Lets go of what the pages can show no more: of addresses, that is, where nobody is any more. */
  sweep(nowMs: number): void {
    const first = Math.floor(nowMs / 1000) - HISTORY_SECONDS;
    for (const board of [this.#edges, this.#replicaEdges, this.#replicas]) {
      for (const [key, calls] of board) if (calls.lastSecond < first) board.delete(key);
    }
  }

  #recordAttempt(facts: SpanFacts, atMs: number): void {
    const { attempt, source, durationMs, isError } = facts;
    if (attempt === undefined) return;
    if (attempt.kind === 'hedge') this.#edgeOf(facts)?.recordRepeat(atMs, 'hedge');
    else if (attempt.kind !== 'first') this.#edgeOf(facts)?.recordRepeat(atMs, 'retry');
    if (attempt.address === '') return;
    const to = this.#whereabouts.replicaAt(attempt.address) || attempt.address;
    this.#of(this.#replicaEdges, source.replica, to, SHORT).record(atMs, durationMs, isError);
  }

  #edgeOf({ source, method }: SpanFacts): CallSeconds | undefined {
    const to = this.#whereabouts.serviceOf(method);
    return to === '' ? undefined : this.#of(this.#edges, source.service, to, LONG);
  }

  #of(board: Map<string, CallSeconds>, from: string, to: string, slots: number): CallSeconds {
    const key = from + SEPARATOR + to;
    const known = board.get(key);
    if (known !== undefined) return known;
    // Names come from outside: whoever invents ever new ones pushes out the oldest.
    const [oldest] = board.keys();
    if (board.size >= MAX_SERIES && oldest !== undefined) board.delete(oldest);
    const calls = new CallSeconds(slots);
    board.set(key, calls);
    return calls;
  }
}

function list(board: ReadonlyMap<string, CallSeconds>) {
  return [...board].map(([key, calls]) => {
    const [from = '', to = ''] = key.split(SEPARATOR);
    return { from, to, calls };
  });
}
