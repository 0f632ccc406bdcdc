import { expect, test } from 'vitest';
import { findCpuRate, parseUsage } from './container-usage.ts';

const told = (cpu: number, atMs: number) => `
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{container="istio-proxy",namespace="shop",pod="orders-1"} ${cpu} ${atMs}
container_cpu_usage_seconds_total{container="server",namespace="elsewhere",pod="orders-1"} 99 1000
# TYPE container_memory_working_set_bytes gauge
container_memory_working_set_bytes{container="istio-proxy",namespace="shop",pod="orders-1"} 3.5e+07 ${atMs}
`;

test("a container of one's own namespace is told with its processor time and its memory", () => {
  expect(parseUsage(told(1.5, 1000), 'shop')).toEqual([
    {
      ...{ pod: 'orders-1', container: 'istio-proxy', cpuSeconds: 1.5, atMs: 1000 },
      memoryBytes: 35_000_000,
    },
  ]);
});

test('what it used in a second is told by the times at which it was looked at', () => {
  const [before] = parseUsage(told(1, 1000), 'shop');
  const [after] = parseUsage(told(3, 5000), 'shop');
  expect(findCpuRate(before!, after!)).toBe(0.5);
  expect(findCpuRate(after!, after!)).toBe(undefined);
});
