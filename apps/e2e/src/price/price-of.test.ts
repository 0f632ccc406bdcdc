import { expect, test } from 'vitest';
import type { ContainerUsage } from './container-usage.ts';
import { priceOf } from './price-of.ts';

const usage = (pod: string, container: string, cpuSeconds: number, atMs: number) => ({
  ...{
    pod,
    container,
    cpuSeconds,
    atMs,
    memoryBytes: (container === 'server' ? 60 : 40) * 2 ** 20,
  },
});

const at = (seconds: number, factor: number): ContainerUsage[] => [
  usage('inventory-1', 'server', seconds * 0.1 * factor, seconds * 1000),
  usage('inventory-1', 'istio-proxy', seconds * 0.2 * factor, seconds * 1000),
  usage('inventory-2', 'server', seconds * 0.1 * factor, seconds * 1000),
  usage('inventory-2', 'istio-proxy', seconds * 0.2 * factor, seconds * 1000),
  usage('e2e-price', 'e2e', seconds * 0.3 * factor, seconds * 1000),
  usage('postgres-0', 'postgres', seconds * 9 * factor, seconds * 1000),
];

test('a call costs what its caller and those who serve it use, sidecars apart; the database is another', () => {
  const price = priceOf('call', { before: at(10, 1), after: at(40, 1) }, 100);
  expect(price.programCpuMs).toBeCloseTo(5);
  expect(price.sidecarCpuMs).toBeCloseTo(4);
});

test('a pod has the memory of its program and of its sidecar, on average', () => {
  const price = priceOf('call', { before: at(10, 1), after: at(40, 1) }, 100);
  expect([price.programMiB, price.sidecarMiB]).toEqual([60, 40]);
});

test('a container that was not looked at twice makes the price unknown, not lower', () => {
  const before = at(10, 1).slice(1);
  expect(priceOf('call', { before, after: at(40, 1) }, 100).programCpuMs).toBe(NaN);
});
