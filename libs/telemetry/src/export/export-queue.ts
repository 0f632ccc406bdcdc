import { ExportResultCode, type ExportResult } from '@opentelemetry/core';

/** The part of the SDK's exporters that is used. */
export interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

export interface ExportQueueOptions<Item> {
  readonly exporter: Exporter<Item>;
  /** Between two exports, in milliseconds. */
  readonly delayMs: number;
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
  /** How long one export may take, in milliseconds; then it counts as failed. */
  readonly timeoutMs: number;
}

/** What became of the items so far. */
export interface ExportCounts {
  readonly exported: number;
  /** Not taken: there was no room. */
  readonly overflowed: number;
  /** Taken, and not delivered. */
  readonly failed: number;
}

/**
 * What waits to be sent. It takes an item in no time and never says no: what it has no room for is
 * counted and gone. One export is under way at a time, so a receiver that hangs holds one batch and
 * the queue, and nothing of the service.
 */
export class ExportQueue<Item> {
  readonly #options: ExportQueueOptions<Item>;
  readonly #timer: NodeJS.Timeout;
  #items: Item[] = [];
  #isExporting = false;
  #underWay: Promise<void> = Promise.resolve();
  #exported = 0;
  #overflowed = 0;
  #failed = 0;

  constructor(options: ExportQueueOptions<Item>) {
    this.#options = options;
    // One timer from the start: made by an item it would keep the scope of its call alive.
    this.#timer = setInterval(() => this.#exportNext(), options.delayMs);
    this.#timer.unref();
  }

  get counts(): ExportCounts {
    return {
      ...{ exported: this.#exported, overflowed: this.#overflowed, failed: this.#failed },
    };
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    const { maxQueueSize, maxBatchSize } = this.#options;
    if (this.#items.length >= maxQueueSize) {
      this.#overflowed += 1;
      return;
    }
    this.#items.push(item);
    if (this.#items.length === maxBatchSize && !this.#isExporting) setImmediate(this.#exportSoon);
  }

  /** Sends all that is there, but does not wait longer than this. */
  async flush(withinMs: number): Promise<void> {
    const endMs = performance.now() + withinMs;
    while ((this.#items.length > 0 || this.#isExporting) && performance.now() < endMs) {
      this.#exportNext();
      await settleWithin(this.#underWay, endMs - performance.now());
    }
  }

  async close(withinMs: number): Promise<void> {
    await this.flush(withinMs);
    clearInterval(this.#timer);
    this.#failed += this.#items.length;
    this.#items = [];
    await settleWithin(this.#options.exporter.shutdown(), Math.min(withinMs, 500));
  }

  readonly #exportSoon = (): void => this.#exportNext();

  #exportNext(): void {
    if (this.#isExporting || this.#items.length === 0) return;
    this.#isExporting = true;
    const { maxBatchSize } = this.#options;
    const batch = this.#items.splice(0, maxBatchSize);
    this.#underWay = this.#export(batch).then((isDelivered) => {
      if (isDelivered) this.#exported += batch.length;
      else this.#failed += batch.length;
      this.#isExporting = false;
      // Behind: go on at once. Not after a failure: the receiver is away.
      if (isDelivered && this.#items.length >= maxBatchSize) this.#exportNext();
    });
  }

  #export(batch: Item[]): Promise<boolean> {
    const { exporter, timeoutMs } = this.#options;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs + 1000);
      timer.unref();
      const done = ({ code }: ExportResult): void => {
        clearTimeout(timer);
        resolve(code === ExportResultCode.SUCCESS);
      };
      try {
        exporter.export(batch, done);
      } catch {
        done({ code: ExportResultCode.FAILED });
      }
    });
  }
}

async function settleWithin(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  });
  await Promise.race([work.catch(() => undefined), over]);
  clearTimeout(timer);
}
