// W3C Baggage: what somebody has the whole of a request carry along. It goes on as the text that came:
// only who asks for an entry has it read.
import type { Metadata } from '@grpc/grpc-js';
import { propagation, type Baggage, type BaggageEntry, type Context } from '@opentelemetry/api';
import { formatBaggage, parseBaggage } from './baggage-text.ts';

export const BAGGAGE = 'baggage';

/** W3C Baggage, section 3.3.2: so much must be passed on. What is longer is not. */
const MAX_BYTES = 8192;

/** Baggage of the API, as its header says it. */
class ReceivedBaggage implements Baggage {
  readonly text: string;
  #parsed: Baggage | undefined;

  constructor(text: string) {
    this.text = text;
  }

  getEntry(key: string): BaggageEntry | undefined {
    return this.#entries.getEntry(key);
  }

  getAllEntries(): [string, BaggageEntry][] {
    return this.#entries.getAllEntries();
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return this.#entries.setEntry(key, entry);
  }

  removeEntry(key: string): Baggage {
    return this.#entries.removeEntry(key);
  }

  removeEntries(...keys: string[]): Baggage {
    return this.#entries.removeEntries(...keys);
  }

  clear(): Baggage {
    return this.#entries.clear();
  }

  get #entries(): Baggage {
    return (this.#parsed ??= parseBaggage(this.text));
  }
}

/** The context with what a caller's header says; the same context where it says nothing. */
export function withBaggage(context: Context, header: string | undefined): Context {
  if (header === undefined || header === '' || header.length > MAX_BYTES) return context;
  return propagation.setBaggage(context, new ReceivedBaggage(header));
}

export function readBaggage(metadata: Metadata): string | undefined {
  const values = metadata.get(BAGGAGE);
  return values.length === 0 ? undefined : values.join(',');
}

/** Sends along what the context carries; what the metadata says itself stays, where that is nothing. */
export function writeBaggage(metadata: Metadata, context: Context): void {
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return;
  const text = baggage instanceof ReceivedBaggage ? baggage.text : formatBaggage(baggage);
  if (text !== '' && text.length <= MAX_BYTES) metadata.set(BAGGAGE, text);
}
