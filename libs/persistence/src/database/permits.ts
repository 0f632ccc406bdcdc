/** At most so many at a time; who comes later waits in order, for as long as it likes. */
export interface Permits {
  /**
   * Resolves to true with a permit, to false when `waitMs` went by without one.
   *
   * @throws the signal's reason when it is aborted while waiting.
   */
  take(waitMs: number, signal: AbortSignal | undefined): Promise<boolean>;
  giveBack(): void;
  readonly waiting: number;
}

export function createPermits(count: number): Permits {
  let free = count;
  const queue = new Set<() => void>();
  return {
    async take(waitMs, signal) {
      if (free > 0) {
        free -= 1;
        return true;
      }
      return await new Promise<boolean>((resolve, reject) => {
        const leave = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', give);
          queue.delete(admit);
        };
        const admit = (): void => {
          leave();
          resolve(true);
        };
        const give = (): void => {
          leave();
          reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
          leave();
          resolve(false);
        }, waitMs);
        signal?.addEventListener('abort', give, { once: true });
        queue.add(admit);
      });
    },
    giveBack() {
      const [next] = queue;
      if (next === undefined) free += 1;
      else next();
    },
    get waiting() {
      return queue.size;
    },
  };
}
