import { simulate } from '/work/main/tools/sim/src/simulation.ts';
import { scenarios } from '/work/main/tools/sim/src/scenario.ts';
import { roundRobin, peakEwma, perfectJsq2 } from '/work/main/tools/sim/src/peers.ts';
import { leastRequestPolicy } from '@ballast/balancing';
import * as B from '@ballast/balancing';
const all: any = {
  rr: { name: 'rr', create: () => roundRobin, config: {} },
  p2c: { name: 'p2c', create: () => leastRequestPolicy, config: {} },
  ewma: { name: 'ewma', create: () => peakEwma(10_000), config: {} },
  jsq: { name: 'jsq', create: (f: any) => perfectJsq2(f), config: {} },
  ballast: { name: 'ballast', create: () => (B as any).ballastPolicy, config: {} },
};
const names = process.argv[2].split(',');
const pol = process.argv[3].split(',');
const seeds = (process.argv[4] ?? '1').split(',').map(Number);
for (const n of names) {
  const s = scenarios.find((x) => x.name === n)!;
  for (const p of pol)
    for (const seed of seeds) {
      const t = performance.now();
      const r = simulate(s, all[p], seed);
      const q = (x: number) =>
        r.latenciesMs[
          Math.min(r.latenciesMs.length - 1, Math.floor(r.latenciesMs.length * x))
        ]!.toFixed(1);
      const c = r.callsByServer,
        m = c.reduce((a, b) => a + b) / c.length,
        cv = Math.sqrt(c.reduce((a, b) => a + (b - m) ** 2, 0) / c.length) / m;
      console.log(
        n,
        p.padEnd(8),
        seed,
        'p50',
        q(0.5),
        'p90',
        q(0.9),
        'p99',
        q(0.99),
        'p99.9',
        q(0.999),
        'n',
        r.latenciesMs.length,
        'cv',
        (cv * 100).toFixed(1) + '%',
        't',
        ((performance.now() - t) / 1000).toFixed(1),
      );
    }
}
