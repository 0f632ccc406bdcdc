import { expect, test } from 'vitest';
import { completeName, parseSearchList, readSearchList } from './search-list.ts';

const pod = parseSearchList(
  'nameserver 10.96.0.10\nsearch shop.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n',
);

test('a short name in a pod is one of its own namespace first, and itself last', () => {
  expect(completeName('inventory', pod)).toEqual([
    'inventory.shop.svc.cluster.local',
    'inventory.svc.cluster.local',
    'inventory.cluster.local',
    'inventory',
  ]);
});

test('a name with as many dots as ndots asks is itself first', () => {
  const { domains } = pod;
  expect(completeName('inventory.shop', { domains, ndots: 1 })[0]).toBe('inventory.shop');
  expect(completeName('inventory.shop', { domains, ndots: 2 })[0]).toBe(
    'inventory.shop.shop.svc.cluster.local',
  );
});

test('a name that ends with a dot is complete', () => {
  expect(completeName('inventory.test.', pod)).toEqual(['inventory.test.']);
});

test('the last search line counts, one dot is enough unless ndots says otherwise', () => {
  expect(parseSearchList('domain one.test\nsearch two.test. three.test')).toEqual({
    domains: ['two.test', 'three.test'],
    ndots: 1,
  });
});

test('without a file nothing is completed', async () => {
  expect(await readSearchList('/nowhere/resolv.conf')).toEqual({ domains: [], ndots: 1 });
});
