/**
 * One waiter that sleeps until it is woken or its time is up; a call while it is awake is
 * remembered.
 */
export interface WakeUp {
  wake(): void;
  /** Resolves after `longestMs`, or as soon as it is woken. Does not keep the process alive. */
  wait(longestMs: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let isCalled = false;
  let rouse: (() => void) | undefined;
  return {
    wake() {
      isCalled = true;
      rouse?.();
    },
    async wait(longestMs) {
      if (!isCalled) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestMs);
          timer.unref();
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rouse = undefined;
      isCalled = false;
    },
  };
}
