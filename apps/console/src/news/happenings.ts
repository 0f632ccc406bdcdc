import type { Happening } from '../api/snapshot.ts';

const MAX_KEPT = 200;

export type NewHappening = Omit<Happening, 'id' | 'atMs'>;

/** What has happened lately, for the list beside the figures. */
export class Happenings {
  readonly #kept: Happening[] = [];
  #lastId = 0;

  add(happening: NewHappening, atMs: number): void {
    this.#kept.push({ ...happening, id: ++this.#lastId, atMs });
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
  }

  /** Youngest first. */
  latest(count: number): Happening[] {
    return this.#kept.slice(-count).reverse();
  }
}
