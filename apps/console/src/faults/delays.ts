import type { Fault } from '@ballast/contracts';

type Delay = (NonNullable<Fault['effect']> & { $case: 'latency' })['value']['delay'];

/** @param sigma 0: always the same */
export function toDelay(delayMs: number, sigma: number): Delay {
  return {
    distribution:
      sigma === 0
        ? { $case: 'fixed', value: { ms: delayMs } }
        : { $case: 'lognormal', value: { medianMs: delayMs, sigma } },
  };
}

/** Whoever sets another law elsewhere is shown what comes nearest. */
export function fromDelay(delay: Delay): Record<string, number> {
  const { distribution } = delay ?? {};
  switch (distribution?.$case) {
    case 'fixed':
      return { delayMs: distribution.value.ms, sigma: 0 };
    case 'lognormal':
      return { delayMs: distribution.value.medianMs, sigma: distribution.value.sigma };
    case 'uniform':
      return { delayMs: (distribution.value.minMs + distribution.value.maxMs) / 2, sigma: 0.5 };
    case 'exponential':
      return { delayMs: distribution.value.meanMs, sigma: 1 };
    case 'pareto':
      return { delayMs: distribution.value.minMs, sigma: 1 };
    default:
      return { delayMs: 0, sigma: 0 };
  }
}

export function describeDelay({
  delayMs = 0,
  sigma = 0,
}: Readonly<Record<string, number>>): string {
  return sigma === 0 ? `${delayMs} ms` : `about ${delayMs} ms`;
}
