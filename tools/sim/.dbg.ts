import { EndpointTable, Rotation, ballastPolicy } from '@ballast/balancing';
const table = new EndpointTable();
const clock = { nowMs: 0 };
const r = new Rotation({
  table,
  policy: ballastPolicy,
  config: ballastPolicy.parseConfig({}),
  features: ballastPolicy.features!,
  clock,
  random: Math.random,
  findHashKey: String as any,
  isLocal: () => true,
});
for (let i = 0; i < 50; i++) {
  const s = table.add(String(i));
  r.addListed(s);
  r.addReady(s, -1e9);
}
const counts = new Map<number, number>();
for (let i = 0; i < 20000; i++) {
  clock.nowMs = i;
  const s = r.place({ isRetry: false, findHeader: () => undefined, isTried: () => false } as any);
  counts.set(s, (counts.get(s) ?? 0) + 1);
  r.started(s, i);
  r.ended(s, {
    verdict: 'success',
    latencyMs: 5 + Math.random() * 10,
    nowMs: i + 0.5,
    report: undefined,
  });
}
console.log([...counts.entries()].sort((a, b) => a[0] - b[0]).join(' '));
for (const n of [
  'ballast.latencyMs',
  'ballast.others',
  'ballast.waitingMs',
  'outstanding',
  'inFlight',
  'admission',
])
  console.log(n, [...table.column(n, 0).values.subarray(0, 10)].map((x) => x.toFixed(2)).join(' '));
