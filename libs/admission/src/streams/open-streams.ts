import type { Criticality } from '../classes/criticality.ts';
import type { ClientRecord } from '../clients/client-table.ts';

/** From this share of the places on, only clients with fewer than their equal number get one. */
const CROWDED_SHARE = 0.8;
const SHEDDABLE_SHARE = 0.7;

/**
 * Streams have places of their own. One that is open for an hour is not slow, and says nothing of
 * the server's load; but it holds memory and a handler, so their number is bounded.
 */
export class OpenStreams {
  readonly #max: number;
  #open = 0;
  /** Clients that hold one at least. */
  #holders = 0;

  constructor(maxStreams: number) {
    this.#max = maxStreams;
  }

  get open(): number {
    return this.#open;
  }

  get max(): number {
    return this.#max;
  }

  hasRoom(criticality: Criticality, client: ClientRecord): boolean {
    if (this.#open >= this.#max) return false;
    if (criticality === 'sheddable' && this.#open >= this.#max * SHEDDABLE_SHARE) return false;
    if (this.#open < this.#max * CROWDED_SHARE) return true;
    const holders = this.#holders + (client.streams === 0 ? 1 : 0);
    return client.streams < this.#max / holders;
  }

  opened(client: ClientRecord): void {
    this.#open += 1;
    client.streams += 1;
    if (client.streams === 1) this.#holders += 1;
  }

  closed(client: ClientRecord): void {
    this.#open -= 1;
    client.streams -= 1;
    if (client.streams === 0) this.#holders -= 1;
  }
}
