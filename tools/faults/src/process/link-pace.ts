/** How slow a network is, in each direction. */
export interface LinkSpeed {
  /** How long a byte is under way, in milliseconds, 0 to 60 000. */
  readonly delayMs: number;
  /** How many bytes leave in a second, at least 1. Default: as many as there are. */
  readonly bytesPerSecond?: number | undefined;
}

/** When bytes arrive that are sent over a link, in the order in which they were sent. */
export class LinkPace {
  readonly #speed: LinkSpeed;
  #freeAtMs = -Infinity;

  /** @throws RangeError naming the field, the rule and the value. */
  constructor(speed: LinkSpeed) {
    const { delayMs, bytesPerSecond = Infinity } = speed;
    if (!(delayMs >= 0 && delayMs <= 60_000)) {
      throw new RangeError(`link.delayMs must be within 0 to 60000, got ${delayMs}`);
    }
    if (!(bytesPerSecond >= 1)) {
      throw new RangeError(`link.bytesPerSecond must be at least 1, got ${bytesPerSecond}`);
    }
    this.#speed = speed;
  }

  /** The time at which the last of so many bytes arrives, sent at `nowMs`. */
  arrivalMs(nowMs: number, bytes: number): number {
    const { delayMs, bytesPerSecond = Infinity } = this.#speed;
    const startMs = Math.max(nowMs, this.#freeAtMs);
    this.#freeAtMs = startMs + (bytes * 1000) / bytesPerSecond;
    return this.#freeAtMs + delayMs;
  }
}
