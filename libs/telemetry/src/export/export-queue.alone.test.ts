import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExportQueue, type Exporter } from './export-queue.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const success = { code: ExportResultCode.SUCCESS };
const failure = { code: ExportResultCode.FAILED };

/** An exporter that is answered by the test. */
class Receiver implements Exporter<number> {
  readonly batches: number[][] = [];
  readonly #waiting: ((result: ExportResult) => void)[] = [];
  answers: ExportResult | undefined;

  export(items: number[], done: (result: ExportResult) => void): void {
    this.batches.push(items);
    if (this.answers === undefined) this.#waiting.push(done);
    else done(this.answers);
  }

  answer(result: ExportResult): void {
    this.#waiting.shift()?.(result);
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function createQueue(receiver: Receiver) {
  return new ExportQueue<number>({
    ...{ exporter: receiver, delayMs: 1000, maxQueueSize: 10, maxBatchSize: 4, timeoutMs: 5000 },
  });
}

const add = (queue: ExportQueue<number>, count: number): void => {
  for (let item = 0; item < count; item += 1) queue.add(item);
};

test('items wait for the next export, and go together', async () => {
  const receiver = new Receiver();
  receiver.answers = success;
  const queue = createQueue(receiver);
  add(queue, 3);
  expect(receiver.batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(receiver.batches).toEqual([[0, 1, 2]]);
  expect(queue.counts).toEqual({ exported: 3, overflowed: 0, failed: 0 });
});

test('a whole batch goes at once, and what has gathered follows it', async () => {
  const receiver = new Receiver();
  receiver.answers = success;
  const queue = createQueue(receiver);
  add(queue, 9);
  await vi.advanceTimersByTimeAsync(1);
  expect(receiver.batches.map(({ length }) => length)).toEqual([4, 4]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(queue.counts.exported).toBe(9);
});

test('a receiver that hangs holds one batch; what there is no room for is counted', async () => {
  const receiver = new Receiver();
  const queue = createQueue(receiver);
  add(queue, 4);
  await vi.advanceTimersByTimeAsync(1);
  add(queue, 100);
  await vi.advanceTimersByTimeAsync(3000);
  expect(receiver.batches).toHaveLength(1);
  expect(queue.size).toBe(10);
  expect(queue.counts).toEqual({ exported: 0, overflowed: 90, failed: 0 });
});

test('an export without an answer is given up, and the next one is tried', async () => {
  const receiver = new Receiver();
  const queue = createQueue(receiver);
  add(queue, 5);
  await vi.advanceTimersByTimeAsync(1);
  await vi.advanceTimersByTimeAsync(7000);
  expect(queue.counts.failed).toBe(4);
  expect(receiver.batches).toHaveLength(2);
});

test('after a failure the next export waits for its time', async () => {
  const receiver = new Receiver();
  receiver.answers = failure;
  const queue = createQueue(receiver);
  add(queue, 8);
  await vi.advanceTimersByTimeAsync(1);
  expect(receiver.batches).toHaveLength(1);
  expect(queue.counts).toEqual({ exported: 0, overflowed: 0, failed: 4 });
});

test('the end sends what is left, and waits for nobody who does not answer', async () => {
  const receiver = new Receiver();
  const queue = createQueue(receiver);
  add(queue, 2);
  const closed = queue.close(3000);
  await vi.advanceTimersByTimeAsync(3600);
  await closed;
  expect(receiver.batches).toEqual([[0, 1]]);
  expect(queue.size).toBe(0);
});

test('an exporter that throws has failed', async () => {
  const receiver = new Receiver();
  receiver.export = () => {
    throw new Error('not this one');
  };
  const queue = createQueue(receiver);
  add(queue, 1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(queue.counts.failed).toBe(1);
});
