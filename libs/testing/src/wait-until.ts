import type { EventEmitter } from 'node:events';

export interface WaitOptions {
  /** Completes the sentence "gave up waiting until …". */
  readonly what: string;
  /** Default: 5000. */
  readonly timeoutMs?: number;
  /**
   * The events after which the condition is looked at again. Default: every 5 ms, for what has no
   * event.
   */
  readonly on?: { readonly emitter: EventEmitter; readonly event: string };
}

const POLL_MS = 5;

/**
 * Resolves as soon as the condition holds; looks at once, and again after every event.
 *
 * @throws Error naming `what` when the time is up, or whatever the condition throws.
 */
export function waitUntil(condition: () => boolean, options: WaitOptions): Promise<void> {
  const { what, timeoutMs = 5000, on } = options;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      try {
        if (condition()) settle(resolve);
      } catch (error) {
        settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    const settle = (finish: () => void): void => {
      clearTimeout(deadline);
      clearInterval(poll);
      on?.emitter.off(on.event, look);
      finish();
    };
    const deadline = setTimeout(() => {
      settle(() => reject(new Error(`gave up waiting until ${what}, after ${timeoutMs} ms`)));
    }, timeoutMs);
    const poll = on === undefined ? setInterval(look, POLL_MS) : undefined;
    on?.emitter.on(on.event, look);
    look();
  });
}
