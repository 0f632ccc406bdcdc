/** Lets one loop wait for whichever comes first, and others end its wait. */
export interface Waker {
  wake(): void;
  /** Resolves at the next `wake()`, when `also` settles, or after `limitMs`. */
  wait(options: { readonly also?: Promise<unknown>; readonly limitMs?: number }): Promise<void>;
}

export function createWaker(): Waker {
  let next = Promise.withResolvers<void>();
  return {
    wake() {
      next.resolve();
      next = Promise.withResolvers<void>();
    },
    async wait({ also, limitMs }) {
      const limit = Promise.withResolvers<void>();
      const timer = limitMs === undefined ? undefined : setTimeout(limit.resolve, limitMs);
      await Promise.race([next.promise, limit.promise, ...(also === undefined ? [] : [also])]);
      clearTimeout(timer);
    },
  };
}
