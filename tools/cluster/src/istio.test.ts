import { expect, test } from 'vitest';
import { checkInjection, requireIstio, type MeshedPod } from './istio.ts';

const groups = (...names: string[]) => ({
  run: () => Promise.resolve(JSON.stringify({ groups: names.map((name) => ({ name })) })),
});

const pod = (name: string, annotations = {}): MeshedPod => ({ metadata: { name, annotations } });

const namespaceOf = (...items: MeshedPod[]) => ({
  namespace: 'shop',
  read: <T>() => Promise.resolve({ items } as T),
});

const injected = { 'sidecar.istio.io/status': '{}' };

test('a cluster that knows the kinds of Istio is taken', async () => {
  await expect(requireIstio(groups('apps', 'networking.istio.io'), 'istio')).resolves.toBe(
    undefined,
  );
});

test('a cluster without Istio is refused before anything is built', async () => {
  await expect(requireIstio(groups('apps'), 'istio')).rejects.toThrow(
    'k8s/overlays/istio wants Istio, which this cluster does not have',
  );
});

test('pods that the injector has seen are counted', async () => {
  const all = namespaceOf(pod('orders-1', injected), pod('gateway-1', injected));
  expect(await checkInjection(all)).toBe('2 pods are in the mesh');
});

test('pods that leave or are done are of before', async () => {
  const leaving = { metadata: { name: 'orders-0', deletionTimestamp: '2026-01-01T00:00:00Z' } };
  const done = { ...pod('catalogue-0'), status: { phase: 'Succeeded' } };
  const failed = { ...pod('catalogue-1'), status: { phase: 'Failed' } };
  const all = namespaceOf(pod('orders-1', injected), leaving, done, failed);
  expect(await checkInjection(all)).toBe('1 pods are in the mesh');
});

test('a pod that it has passed over is named, with what may be the reason', async () => {
  const some = namespaceOf(pod('orders-1', injected), pod('gateway-1'));
  await expect(checkInjection(some)).rejects.toThrow(/passed over gateway-1: .* namespace shop/);
});
