import type { Delay } from './fault.ts';

/** No single delay is longer, whatever its distribution says. */
export const MAX_DELAY_MS = 60_000;

/** A delay by this law, in milliseconds; `random` gives numbers in [0, 1). */
export function sampleDelayMs(delay: Delay, random: () => number): number {
  return Math.min(sampleUnboundedMs(delay, random), MAX_DELAY_MS);
}

function sampleUnboundedMs(delay: Delay, random: () => number): number {
  switch (delay.kind) {
    case 'fixed':
      return delay.ms;
    case 'uniform':
      return delay.minMs + (delay.maxMs - delay.minMs) * random();
    case 'exponential':
      return -delay.meanMs * Math.log(1 - random());
    case 'lognormal':
      return delay.medianMs * Math.exp(delay.sigma * sampleNormal(random));
    case 'pareto':
      return delay.minMs / (1 - random()) ** (1 / delay.shape);
    default:
      return delay satisfies never;
  }
}

/** Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958. */
function sampleNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
