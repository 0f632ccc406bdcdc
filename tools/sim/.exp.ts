import { simulate } from '/work/main/tools/sim/src/simulation.ts';
import { scenarios } from '/work/main/tools/sim/src/scenario.ts';
const T: any = Object.fromEntries(
  (process.argv[5] ?? '')
    .split(',')
    .filter(Boolean)
    .map((x) => {
      const [k, v] = x.split('=');
      return [k, Number(v)];
    }),
);
const P = {
  size: 12,
  slideEvery: 60,
  d: 2,
  tauC: 5000,
  mode: 1,
  tauR: 100,
  ageK: 2,
  stale: 10000,
  pw: 1,
  peak: 0,
  ...T,
};
export const pol: any = {
  parseConfig: () => ({}),
  createPicker: ({ candidates, clock, random }: any) => {
    const t = candidates.table;
    const lat = t.column('l', 0),
      seen = t.column('s', -1e12),
      rif = t.column('r', 0),
      rifAt = t.column('ra', -1e12),
      own = t.column('o', 0),
      per = t.column('p', 0),
      prog = t.column('prog', 0),
      perAt = t.column('pa', -1e12);
    const ring: number[] = [];
    let off = 0,
      n = 0;
    let fleetPer = 0,
      fleetLat = 0,
      fleetRif = 0;
    const score = (s: number) => {
      const now = clock.nowMs,
        pend = t.outstanding.values[s];
      const age = now - seen.values[s];
      let L = lat.values[s];
      const w = Math.exp(-age / P.tauC);
      L = L * w + fleetLat * (1 - w) * 0.8;
      if (pend > 0) {
        const wait = now - prog.values[s];
        if (wait > P.ageK * L) L = wait;
      }
      if (P.mode === 1) return L * (pend + 1);
      const ra = now - rifAt.values[s];
      const wr = Math.exp(-ra / P.tauR);
      const others = Math.max(0, rif.values[s] - own.values[s]) * wr + fleetRif * (1 - wr);
      const R = others + pend + 1;
      if (P.mode === 2) {
        let pl = per.values[s] * w + fleetPer * (1 - w);
        if (pl === 0) pl = fleetPer || 1;
        const pred = pl * R;
        if (pend > 0) {
          const wait = now - prog.values[s];
          if (wait > P.ageK * pred) return wait * (pend + 1);
        }
        return pred;
      }
      if (P.mode === 3) {
        let pl = per.values[s];
        const wait = pend > 0 ? now - prog.values[s] : 0;
        return Math.max(wait > P.ageK * L ? wait : 0, L) * Math.pow(R, P.pw);
      }
      return 0;
    };
    return {
      candidateAdded(s: number) {
        ring.push(s);
        const j = Math.floor(random() * ring.length);
        const x = ring[j];
        ring[j] = s;
        ring[ring.length - 1] = x;
      },
      candidateRemoved(s: number) {
        const i = ring.indexOf(s);
        ring[i] = ring[ring.length - 1];
        ring.pop();
      },
      pick() {
        n++;
        if (n % P.slideEvery === 0) off = (off + 1) % ring.length;
        const size = Math.min(P.size, ring.length);
        let best = -1,
          bs = Infinity;
        let i0 = -1;
        for (let k = 0; k < P.d; k++) {
          let i = Math.floor(random() * size);
          if (k === 1 && i === i0) i = (i + 1) % size;
          if (k === 0) i0 = i;
          const s = ring[(off + i) % ring.length];
          const sc = score(s);
          if (sc < bs) {
            bs = sc;
            best = s;
          }
        }
        if (t.outstanding.values[best] === 0) prog.values[best] = clock.nowMs;
        return best;
      },
      callEnded(s: number, o: any) {
        const now = o.nowMs;
        prog.values[s] = now;
        const age = now - seen.values[s];
        const w = Math.exp(-age / P.tauC);
        const old = lat.values[s];
        const a = Math.max(0.2, 1 - w);
        lat.values[s] =
          old === 0
            ? o.latencyMs
            : P.peak && o.latencyMs > old
              ? o.latencyMs
              : old + (o.latencyMs - old) * a;
        seen.values[s] = now;
        fleetLat += (o.latencyMs - fleetLat) * 0.01;
        const m = o.report?.namedMetrics;
        if (m) {
          const r = m.get('ballast.in_flight');
          rif.values[s] = r;
          rifAt.values[s] = now;
          own.values[s] = t.outstanding.values[s];
          fleetRif += (r - fleetRif) * 0.01;
          const p = m.get('per');
          per.values[s] = p;
          fleetPer += (p - fleetPer) * 0.01;
        }
      },
    };
  },
};
const names = process.argv[2].split(',');
const seeds = (process.argv[3] ?? '1').split(',').map(Number);
for (const nme of names) {
  const s = scenarios.find((x) => x.name === nme)!;
  for (const seed of seeds) {
    const r = simulate(s, { name: 'x', create: () => pol, config: {} } as any, seed);
    const q = (x: number) =>
      r.latenciesMs[
        Math.min(r.latenciesMs.length - 1, Math.floor(r.latenciesMs.length * x))
      ]!.toFixed(1);
    const c = r.callsByServer,
      m = c.reduce((a, b) => a + b) / c.length,
      cv = Math.sqrt(c.reduce((a, b) => a + (b - m) ** 2, 0) / c.length) / m;
    console.log(
      nme,
      seed,
      'p50',
      q(0.5),
      'p90',
      q(0.9),
      'p99',
      q(0.99),
      'p99.9',
      q(0.999),
      'cv',
      (cv * 100).toFixed(1) + '%',
      process.argv[5] ?? '',
    );
  }
}
