/** So many pieces of work at a time; the others wait. */
export function createWorkers(count: number) {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return {
    async work(lengthMs: number): Promise<void> {
      if (busy === count) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      await new Promise((resolve) => setTimeout(resolve, lengthMs));
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    },
  };
}
