/** Whether somebody looks. Followers of processes ask seldom where nobody does. */
export class Attention {
  #isWatched = false;
  #change = new AbortController();

  get isWatched(): boolean {
    return this.#isWatched;
  }

  /** Aborted as soon as it is otherwise; then there is a new one. */
  get change(): AbortSignal {
    return this.#change.signal;
  }

  set(isWatched: boolean): void {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    const last = this.#change;
    this.#change = new AbortController();
    last.abort();
  }
}
