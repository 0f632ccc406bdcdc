// What a decision costs: `node libs/admission/bench/entry-cost.ts`. The peer is a counter with a
// fixed limit, which is the least that any admission has to do.
import { createAdmission, type Arrival } from '../src/index.ts';

const rounds = 11;
const calls = 200_000;

function nsPerCall(work: (nowMs: number) => void): number {
  const samples: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const before = performance.now();
    for (let i = 0; i < calls; i += 1) work(before + i / 1_000);
    if (round > 0) samples.push(((performance.now() - before) / calls) * 1e6);
  }
  return samples.sort((a, b) => a - b)[rounds >> 1]!;
}

const arrival = (nowMs: number, i: number): Arrival => ({
  method: '/shop.v1.Orders/Get',
  criticality: 'default',
  clientKey: i % 2 === 0 ? '10.0.0.1' : '10.0.0.2',
  isStream: false,
  nowMs,
});

let inFlight = 0;
const counter = nsPerCall(() => {
  if (inFlight >= 1_000) throw new Error('full');
  inFlight += 1;
  inFlight -= 1;
});

const served = createAdmission({ readIdleMs: () => performance.now() });
let turn = 0;
const serving = nsPerCall((nowMs) => {
  const entry = served.tryEnter(arrival(nowMs, (turn += 1)));
  if (entry.admitted) entry.end('success', nowMs + 1);
});

const full = createAdmission({ maxLimit: 1, readIdleMs: () => performance.now() });
full.tryEnter(arrival(0, 0));
const refusing = nsPerCall((nowMs) => void full.tryEnter(arrival(nowMs, (turn += 1))));

const row = (ns: number) => ({
  'ns per call': Math.round(ns),
  'times a counter': Math.round(ns / counter),
});
console.table({
  'fixed counter': row(counter),
  'served: enter and end': row(serving),
  refused: row(refusing),
});
