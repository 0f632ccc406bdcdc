// A closed-loop load: so many workers, each with one request at a time, for so long.

export interface LoadResult {
  readonly completed: number;
  readonly failed: number;
  readonly seconds: number;
  /** One entry for each completed request, in milliseconds. */
  readonly latenciesMs: readonly number[];
}

export interface LoadOptions {
  /** How many requests are under way at once. */
  readonly concurrency: number;
  readonly durationMs: number;
  /** One request; resolves to false where it was answered but not served. */
  send(worker: number, sequence: number): Promise<boolean>;
}

export async function runLoad({ concurrency, durationMs, send }: LoadOptions): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  let failed = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const work = async (worker: number) => {
    for (let sequence = 0; performance.now() < endsAt; sequence++) {
      const sentAt = performance.now();
      const served = await send(worker, sequence).catch(() => false);
      if (served) latenciesMs.push(performance.now() - sentAt);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)));
  const seconds = (performance.now() - startedAt) / 1000;
  return { completed: latenciesMs.length, failed, seconds, latenciesMs };
}
