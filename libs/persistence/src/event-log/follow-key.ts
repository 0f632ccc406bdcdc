import { setTimeout as delay } from 'node:timers/promises';
import { isStatusError } from '@ballast/status';
import type { Database } from '../database/database.ts';
import type { LogEvent } from './event.ts';
import { readEventsOfKey } from './read-events.ts';
import type { TailReader } from './tail-reader.ts';

/** Where a follower gets its next event from. */
type Source =
  /** The table, because events may be there that it was not told of. */
  | { readonly kind: 'behind' }
  /** What the tail reader tells it. */
  | { readonly kind: 'live'; readonly buffer: LogEvent[] };

const PAGE = 100;
const MAX_BUFFERED = 100;
const RETRY_MS = 500;

/**
 * One key's events after a sequence number: those that are there from the table, then those that
 * come. A reader too slow for its buffer goes back to the table: memory stays bounded and nothing
 * is left out. Ends when the signal is aborted.
 */
export async function* followKey<Tables>(options: {
  readonly database: Database<Tables>;
  readonly tail: TailReader;
  readonly stream: string;
  readonly key: string;
  readonly afterSequence: bigint;
  readonly signal: AbortSignal;
}): AsyncGenerator<LogEvent> {
  const { database, tail, stream, key, signal } = options;
  let last = options.afterSequence;
  let source = { kind: 'behind' } as Source;
  let rouse: () => void = () => {};
  const becomeBehind = (): void => {
    source = { kind: 'behind' };
    rouse();
  };
  const { ready, unsubscribe } = tail.subscribe({
    key,
    receive(event) {
      if (source.kind === 'behind') return;
      if (source.buffer.length === MAX_BUFFERED) return becomeBehind();
      source.buffer.push(event);
      rouse();
    },
    resync: becomeBehind,
  });
  const onAbort = (): void => rouse();
  signal.addEventListener('abort', onAbort);
  const isEmpty = (): boolean => source.kind === 'live' && source.buffer.length === 0;
  const fetch = async (): Promise<LogEvent[]> => {
    // Live from before the look into the table: what is committed later is told, what is told twice
    // is known by its sequence number.
    source = { kind: 'live', buffer: [] };
    const page = await readPage(() =>
      database.read({ signal }, (db) =>
        readEventsOfKey(db, { stream, key, afterSequence: last, limit: PAGE }),
      ),
    );
    if (page === undefined || page.length === PAGE) source = { kind: 'behind' };
    if (page === undefined)
      await delay(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
    return page ?? [];
  };
  try {
    await new Promise<void>((resolve) => {
      rouse = resolve;
      if (signal.aborted) resolve();
      void ready.then(resolve);
    });
    while (!signal.aborted) {
      const events: LogEvent[] = source.kind === 'behind' ? await fetch() : source.buffer.splice(0);
      for (const event of events) {
        if (event.sequence <= last) continue;
        last = event.sequence;
        yield event;
        if (signal.aborted) return;
      }
      if (isEmpty() && !signal.aborted) await new Promise<void>((resolve) => (rouse = resolve));
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}

/**
 * Undefined when the database is away, busy, or nobody waits any more: a follower outlives a
 * restart.
 */
async function readPage(read: () => Promise<LogEvent[]>): Promise<LogEvent[] | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isStatusError(error)) return undefined;
    throw error;
  }
}
