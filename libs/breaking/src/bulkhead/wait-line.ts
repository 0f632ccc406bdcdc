/** Where somebody stands in a line. */
export interface Place<Waiter> {
  before: Waiter | undefined;
  after: Waiter | undefined;
  isStanding: boolean;
}

/** A line that anybody can leave from anywhere, at no cost to the others. */
export class WaitLine<Waiter extends Place<Waiter>> {
  length = 0;
  private oldest: Waiter | undefined;
  private newest: Waiter | undefined;

  join(waiter: Waiter): void {
    waiter.before = this.newest;
    if (this.newest === undefined) this.oldest = waiter;
    else this.newest.after = waiter;
    this.newest = waiter;
    waiter.isStanding = true;
    this.length++;
  }

  /** Whether it was still standing in it. */
  leave(waiter: Waiter): boolean {
    if (!waiter.isStanding) return false;
    const { before, after } = waiter;
    if (before === undefined) this.oldest = after;
    else before.after = after;
    if (after === undefined) this.newest = before;
    else after.before = before;
    waiter.before = waiter.after = undefined;
    waiter.isStanding = false;
    this.length--;
    return true;
  }

  takeOldest(): Waiter | undefined {
    return this.take(this.oldest);
  }

  takeNewest(): Waiter | undefined {
    return this.take(this.newest);
  }

  toArray(): Waiter[] {
    const all: Waiter[] = [];
    for (let waiter = this.oldest; waiter; waiter = waiter.after) all.push(waiter);
    return all;
  }

  private take(waiter: Waiter | undefined): Waiter | undefined {
    if (waiter !== undefined) this.leave(waiter);
    return waiter;
  }
}
