import { findCpuRate, type ContainerUsage } from './container-usage.ts';

/** What a call or a request of the shop costs, sidecars apart from programs. */
export interface Price {
  readonly programCpuMs: number;
  readonly sidecarCpuMs: number;
  /** Of a pod of the platform, on average. */
  readonly programMiB: number;
  readonly sidecarMiB: number;
}

/** Whose processor time a call is: that of the caller and of those that serve it, not the database's. */
const involved = {
  call: /^(?:inventory|e2e-price)/,
  request: /^(?:gateway|orders|inventory|notifications)-/,
} as const;

const ofPlatform = involved.request;

/** As Istio's injector calls both the sidecar and the agent of a mesh without sidecars. */
const isSidecar = ({ container }: ContainerUsage) => container === 'istio-proxy';

export function priceOf(
  kind: keyof typeof involved,
  { before, after }: Record<'before' | 'after', readonly ContainerUsage[]>,
  ratePerSecond: number,
): Price {
  const cpuMs = (isWanted: (usage: ContainerUsage) => boolean): number => {
    const rates = after.filter(isWanted).map((now) => {
      const then = before.find(
        ({ pod, container }) => pod === now.pod && container === now.container,
      );
      return (then && findCpuRate(then, now)) ?? NaN;
    });
    return (rates.reduce((sum, rate) => sum + rate, 0) / ratePerSecond) * 1000;
  };
  const isInvolved = ({ pod }: ContainerUsage) => involved[kind].test(pod);
  const platform = after.filter(({ pod }) => ofPlatform.test(pod));
  const pods = new Set(platform.map(({ pod }) => pod)).size;
  const mebibytes = (isWanted: (usage: ContainerUsage) => boolean): number =>
    platform.filter(isWanted).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) /
    2 ** 20 /
    pods;
  return {
    programCpuMs: cpuMs((usage) => isInvolved(usage) && !isSidecar(usage)),
    sidecarCpuMs: cpuMs((usage) => isInvolved(usage) && isSidecar(usage)),
    programMiB: mebibytes((usage) => !isSidecar(usage)),
    sidecarMiB: mebibytes(isSidecar),
  };
}
