import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceProcess } from './service-process.ts';

export interface Load {
  readonly services: readonly ServiceProcess[];
  /** Of each. */
  readonly callsPerSecond: number;
  readonly seconds: number;
  readonly progress: (line: string) => void;
}

/** What was seen of one service. */
export interface Seen {
  readonly calls: number;
  readonly failed: number;
  /** Not asked: too many calls were under way, or this process had stood still. */
  readonly leftOut: number;
  /** Latencies in milliseconds, by window. */
  readonly windows: readonly (readonly number[])[];
  /** After a fifth of the time. */
  readonly earlyRssMiB: number;
}

const WINDOWS = 30;
/** Of one service: what cannot be answered is not to fill this process's memory. */
const MAX_UNDER_WAY = 250;
/** What is due so long ago is left out: nobody's users wait for a machine that has stood still. */
const MAX_LATE_MS = 50;

/** Asks all services at the same rate, in an order that changes each time. Open loop. */
export async function drive({ services, callsPerSecond, seconds, progress }: Load): Promise<{
  readonly windowSeconds: number;
  readonly services: readonly Seen[];
}> {
  const seen = services.map(() => ({
    ...{ calls: 0, failed: 0, leftOut: 0, underWay: 0, earlyRssMiB: 0 },
    windows: Array.from({ length: WINDOWS }, (): number[] => []),
  }));
  const windowMs = (seconds * 1000) / WINDOWS;
  const underWay = new Set<Promise<void>>();
  const maxLate = Math.ceil((callsPerSecond * MAX_LATE_MS) / 1000);
  const startedMs = performance.now();
  const send = async (index: number): Promise<void> => {
    const own = seen[index]!;
    if (own.underWay >= MAX_UNDER_WAY) {
      own.leftOut += 1;
      return;
    }
    own.underWay += 1;
    const sentMs = performance.now();
    const isAnswered = await services[index]!.call();
    const tookMs = performance.now() - sentMs;
    own.underWay -= 1;
    own.calls += 1;
    if (isAnswered) own.windows[Math.floor((sentMs - startedMs) / windowMs)]?.push(tookMs);
    else own.failed += 1;
  };
  const rounds = callsPerSecond * seconds;
  let lastWindow = 0;
  for (let round = 0; round < rounds;) {
    const elapsedMs = performance.now() - startedMs;
    const dueRounds = Math.min(rounds, Math.floor((elapsedMs * callsPerSecond) / 1000));
    const late = Math.max(0, dueRounds - round - maxLate);
    for (const own of seen) own.leftOut += late;
    round += late;
    for (; round < dueRounds; round += 1) {
      for (let next = 0; next < services.length; next += 1) {
        const call = send((round + next) % services.length);
        underWay.add(call);
        void call.finally(() => underWay.delete(call));
      }
    }
    const window = Math.floor((performance.now() - startedMs) / windowMs);
    if (window > lastWindow) {
      lastWindow = window;
      const usages = await Promise.all(services.map((service) => service.readUsage()));
      const rss = usages.map(({ rssMiB }) => Math.round(rssMiB));
      if (window >= WINDOWS / 5 && seen[0]!.earlyRssMiB === 0) {
        for (const [index, mib] of rss.entries()) seen[index]!.earlyRssMiB = mib;
      }
      progress(`${Math.round((window * windowMs) / 1000)} s: ${rss.join(', ')} MiB`);
    }
    await pause(1);
  }
  await Promise.all(underWay);
  return { windowSeconds: windowMs / 1000, services: seen };
}
