/** A promise with its handle on the outside: puts two flows in order without sleeping. */
export interface Gate<T = void> {
  /** Resolves when the gate is opened. */
  readonly opened: Promise<T>;
  readonly isOpen: boolean;
  /** Lets everybody through, now and later. Further calls do nothing. */
  open(value: T): void;
  /** Makes waiting fail instead. */
  fail(error: Error): void;
}

export function createGate<T = void>(): Gate<T> {
  let isOpen = false;
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const opened = new Promise<T>((...settle) => ([resolve, reject] = settle));
  // A gate nobody waits for may fail without ending the process.
  opened.catch(() => undefined);
  return {
    opened,
    get isOpen() {
      return isOpen;
    },
    open: (value) => {
      isOpen = true;
      resolve(value);
    },
    fail: reject,
  };
}
