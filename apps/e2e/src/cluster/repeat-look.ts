import { setTimeout as delay } from 'node:timers/promises';

/** Looks again and again, with a pause after each, until it is disposed of. A look that fails is let go. */
export function repeatLook(look: () => Promise<void>, periodMs: number): AsyncDisposable {
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      await look().catch(() => undefined);
      await delay(periodMs);
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await looking;
    },
  };
}
