/** A wait that can be cut short. A wake that comes between two waits is kept for the next. */
export interface WakeUp {
  wake(): void;
  /** Resolves after `longestMs` milliseconds, or at once when woken. */
  wait(longestMs: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let isAwake = false;
  let rouse = (): void => {};
  return {
    wake() {
      isAwake = true;
      rouse();
    },
    async wait(longestMs) {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestMs);
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isAwake = false;
    },
  };
}
