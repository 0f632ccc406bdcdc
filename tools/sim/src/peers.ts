// What `ballast` is measured against, as policies of the same seam.
import type { BalancingPolicy, PickerContext } from '@ballast/balancing';

type None = Record<string, never>;
const parseConfig = (): None => ({});

/** One after the other, from a random start. */
export const roundRobin: BalancingPolicy<None> = {
  parseConfig,
  createPicker: ({ candidates, random }) => {
    let next = Math.floor(random() * 1e6);
    return { pick: () => candidates.slots[(next += 1) % candidates.count]! };
  },
};

/** Two at random, by EWMA of latency (decay 10 s, up at once) times calls in flight: Finagle's. */
export function peakEwma(decayMs: number): BalancingPolicy<None> {
  return {
    parseConfig,
    createPicker: ({ candidates, clock, random }: PickerContext<None>) => {
      const { table } = candidates;
      const cost = table.column('peak_ewma.cost', 0);
      const seenMs = table.column('peak_ewma.seenMs', 0);
      const observe = (slot: number, latencyMs: number, nowMs: number) => {
        const old = cost.values[slot]!;
        const kept = Math.exp((seenMs.values[slot]! - nowMs) / decayMs);
        seenMs.values[slot] = nowMs;
        cost.values[slot] = latencyMs > old ? latencyMs : old * kept + latencyMs * (1 - kept);
      };
      const load = (slot: number) => {
        observe(slot, 0, clock.nowMs);
        const pending = table.outstanding.values[slot]!;
        if (cost.values[slot] === 0 && pending > 0) return 1e9 + pending;
        return cost.values[slot]! * (pending + 1);
      };
      return {
        pick: () => {
          const [one, other] = two(candidates.count, random);
          const a = candidates.slots[one]!;
          const b = candidates.slots[other]!;
          return load(a) <= load(b) ? a : b;
        },
        callEnded: (slot, { latencyMs, nowMs }) => observe(slot, latencyMs, nowMs),
      };
    },
  };
}

/** Two at random, the one with fewer calls on the server: knows what no client can know. */
export function perfectJsq2(inFlight: (server: number) => number): BalancingPolicy<None> {
  return {
    parseConfig,
    createPicker: ({ candidates, random }) => ({
      pick: () => {
        const [one, other] = two(candidates.count, random);
        const a = candidates.slots[one]!;
        const b = candidates.slots[other]!;
        const server = (slot: number) => inFlight(Number(candidates.table.keyOf(slot)));
        return server(a) <= server(b) ? a : b;
      },
    }),
  };
}

function two(count: number, random: () => number): [number, number] {
  const one = Math.floor(random() * count);
  if (count === 1) return [one, one];
  const other = Math.floor(random() * (count - 1));
  return [one, other >= one ? other + 1 : other];
}
