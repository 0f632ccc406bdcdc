import { resolveBulkheadOptions } from './bulkhead-options.ts';
import { WaitLine } from './wait-line.ts';
import type { BulkheadOptions, ResolvedBulkheadOptions } from './bulkhead-options.ts';
import type { Place } from './wait-line.ts';

/** A call that waits for room. */
export interface BulkheadWaiter extends Place<BulkheadWaiter> {
  /** When it stops waiting, on the clock of `performance.now()`. */
  expiresAtMs: number;
  /** There is room: false says that the call does not take it. */
  takeRoom(nowMs: number): boolean;
  expire(): void;
}

/** A bulkhead as plain data. */
export interface BulkheadSnapshot extends ResolvedBulkheadOptions {
  readonly inFlight: number;
  readonly waiting: number;
}

/**
 * Bounds the calls of one dependency that are on their way at once, so that one that hangs cannot take
 * all there is of memory and connections. What does not fit waits in a short line.
 *
 * The line is served oldest first as long as it empties, which is fair to a burst; newest first once
 * it has not been empty for queueTimeoutMs. In a lasting overload oldest first makes every call wait
 * the whole line, and most are served just before they give up; newest first serves at once those
 * who have all their time left ("adaptive LIFO": Ben Maurer, "Fail at Scale", ACM Queue 13, 2015).
 */
export class Bulkhead {
  readonly name: string;
  options: ResolvedBulkheadOptions;
  inFlight = 0;
  private readonly line = new WaitLine<BulkheadWaiter>();
  private lineSinceMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private timerAtMs = Infinity;

  /**
   * @param name of the dependency, as refusals call it.
   * @throws RangeError naming the field, the rule and the value.
   */
  constructor(name: string, options: BulkheadOptions = {}) {
    this.name = name;
    this.options = resolveBulkheadOptions(options);
  }

  get waiting(): number {
    return this.line.length;
  }

  get hasRoom(): boolean {
    return this.inFlight < this.options.maxConcurrent;
  }

  get hasRoomToWait(): boolean {
    return this.line.length < this.options.maxQueue;
  }

  join(waiter: BulkheadWaiter, nowMs: number): void {
    if (this.line.length === 0) this.lineSinceMs = nowMs;
    waiter.expiresAtMs = nowMs + this.options.queueTimeoutMs;
    this.line.join(waiter);
    this.wakeAt(waiter.expiresAtMs, nowMs);
  }

  /** The waiter has less time than others. */
  hurry(waiter: BulkheadWaiter, expiresAtMs: number, nowMs: number): void {
    if (!waiter.isStanding || expiresAtMs >= waiter.expiresAtMs) return;
    waiter.expiresAtMs = expiresAtMs;
    this.wakeAt(expiresAtMs, nowMs);
  }

  leave(waiter: BulkheadWaiter): void {
    if (this.line.leave(waiter)) this.restWhenEmpty();
  }

  /** A call has ended: its room goes to one who waits, or is free. */
  release(nowMs: number): void {
    this.inFlight--;
    if (this.line.length > 0) this.admit(nowMs);
  }

  /** @throws RangeError naming the field, the rule and the value. */
  update(options: BulkheadOptions, nowMs: number): void {
    this.options = resolveBulkheadOptions(options);
    this.admit(nowMs);
  }

  snapshot(): BulkheadSnapshot {
    return { ...this.options, inFlight: this.inFlight, waiting: this.waiting };
  }

  private admit(nowMs: number): void {
    while (this.line.length > 0 && this.hasRoom) {
      const overloaded = nowMs - this.lineSinceMs > this.options.queueTimeoutMs;
      const waiter = overloaded ? this.line.takeNewest() : this.line.takeOldest();
      if (waiter === undefined) break;
      if (waiter.expiresAtMs <= nowMs) {
        waiter.expire();
        continue;
      }
      this.inFlight++;
      if (!waiter.takeRoom(nowMs)) this.inFlight--;
    }
    this.restWhenEmpty();
  }

  private wakeAt(atMs: number, nowMs: number): void {
    if (atMs >= this.timerAtMs) return;
    clearTimeout(this.timer);
    this.timerAtMs = atMs;
    this.timer = setTimeout(() => this.expireWaiters(performance.now()), Math.ceil(atMs - nowMs));
    // Who waits here waits for calls on their way, and those keep the process alive.
    this.timer.unref();
  }

  private expireWaiters(nowMs: number): void {
    this.timerAtMs = Infinity;
    let nextMs = Infinity;
    for (const waiter of this.line.toArray()) {
      if (waiter.expiresAtMs > nowMs) nextMs = Math.min(nextMs, waiter.expiresAtMs);
      else if (this.line.leave(waiter)) waiter.expire();
    }
    if (nextMs < Infinity) this.wakeAt(nextMs, nowMs);
  }

  private restWhenEmpty(): void {
    if (this.line.length > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.timerAtMs = Infinity;
  }
}

/** A bulkhead for one dependency. @throws RangeError naming the field, the rule and the value. */
export function createBulkhead(name: string, options?: BulkheadOptions): Bulkhead {
  return new Bulkhead(name, options);
}
