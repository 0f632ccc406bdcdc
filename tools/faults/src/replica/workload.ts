import { setTimeout as pause } from 'node:timers/promises';

/** What the work of a replica is like. */
export interface WorkloadSettings {
  /** The mean time that one piece of work takes, in milliseconds. */
  readonly meanMs: number;
  /** `exponential`: as services go. `even`: within a quarter of the mean, so that capacity is sharp. */
  readonly spread: 'exponential' | 'even';
  /** How many pieces are worked at at once; the rest waits in line. */
  readonly workers: number;
}

export const easyWork: WorkloadSettings = { meanMs: 10, spread: 'exponential', workers: 100_000 };

/** Work that takes time and no processor: what a service does that waits for its database. */
export class Workload {
  #settings = easyWork;
  #working = 0;
  readonly #line = new Set<() => void>();

  become(settings: WorkloadSettings): void {
    this.#settings = settings;
    this.#advance();
  }

  /** Resolves when the work is done, or the caller has gone. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#takeTurn(signal);
    if (signal.aborted) return;
    this.#working += 1;
    try {
      await pause(this.#sampleMs(), undefined, { signal }).catch(() => undefined);
    } finally {
      this.#working -= 1;
      this.#advance();
    }
  }

  #takeTurn(signal: AbortSignal): Promise<void> | undefined {
    if (this.#working < this.#settings.workers) return undefined;
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#line.delete(leave);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave);
      this.#line.add(leave);
    });
  }

  #advance(): void {
    for (const next of this.#line) {
      if (this.#working >= this.#settings.workers) return;
      next();
      // It counts itself, in a turn of its own.
      return;
    }
  }

  #sampleMs(): number {
    const { meanMs, spread } = this.#settings;
    return spread === 'even'
      ? meanMs * (0.75 + 0.5 * Math.random())
      : -meanMs * Math.log(1 - Math.random());
  }
}
