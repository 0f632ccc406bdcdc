const sliceMs = 2;

/**
 * Keeps the processor busy for so long, in slices between which everything else has its turn. Ends
 * early when `isOver` says so, between two slices.
 */
export async function burnCpu(cpuMs: number, isOver: () => boolean): Promise<void> {
  for (let leftMs = cpuMs; leftMs > 0 && !isOver(); leftMs -= sliceMs) {
    spin(Math.min(leftMs, sliceMs));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Does nothing, and lets nothing else be done. */
export function spin(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
