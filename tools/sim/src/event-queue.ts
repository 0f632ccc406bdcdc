/** What is to happen, soonest first; events of one time in the order they were added. */
export class EventQueue<Event> {
  #times: number[] = [];
  #orders: number[] = [];
  #events: Event[] = [];
  #added = 0;

  get size(): number {
    return this.#times.length;
  }

  get nextMs(): number {
    return this.#times[0] ?? Infinity;
  }

  add(atMs: number, event: Event): void {
    this.#added += 1;
    const order = this.#added;
    let index = this.#times.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isSooner(atMs, order, parent)) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#put(index, atMs, order, event);
  }

  /** The soonest event, which is taken out. */
  take(): Event | undefined {
    if (this.#times.length === 0) return undefined;
    const soonest = this.#events[0]!;
    const atMs = this.#times.pop()!;
    const order = this.#orders.pop()!;
    const event = this.#events.pop()!;
    const size = this.#times.length;
    if (size === 0) return soonest;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && this.#isSooner(this.#times[right]!, this.#orders[right]!, child)) {
        child = right;
      }
      if (this.#isSooner(atMs, order, child)) break;
      this.#move(child, index);
      index = child;
    }
    this.#put(index, atMs, order, event);
    return soonest;
  }

  #isSooner(atMs: number, order: number, than: number): boolean {
    const otherMs = this.#times[than]!;
    return atMs < otherMs || (atMs === otherMs && order < this.#orders[than]!);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from]!, this.#orders[from]!, this.#events[from]!);
  }

  #put(index: number, atMs: number, order: number, event: Event): void {
    this.#times[index] = atMs;
    this.#orders[index] = order;
    this.#events[index] = event;
  }
}
