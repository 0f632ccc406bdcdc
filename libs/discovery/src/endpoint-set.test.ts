import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEndpoint, type Endpoint } from './endpoint.ts';
import { followSet } from './endpoint-set.ts';

const at = (host: string, notes: Partial<Endpoint> = {}): Endpoint => ({ host, port: 1, ...notes });

test('delivers notes under the names that grpc-js hands through', () => {
  const { delivered } = followSet(undefined, [at('a', { zone: 'z', weight: 2, hashKey: 'k' })]);
  expect(delivered).toEqual([
    { addresses: [{ host: 'a', port: 1 }], zone: 'z', weight: 2, hashKey: 'k' },
  ]);
});

test('delivers no note that the source does not know', () => {
  expect(followSet(undefined, [at('a')]).delivered).toEqual([
    { addresses: [{ host: 'a', port: 1 }] },
  ]);
});

test('is the same set where endpoints only changed places', () => {
  const last = followSet(undefined, [at('a'), at('b'), at('c')]);
  expect(followSet(last, [at('c'), at('a'), at('b')])).toBe(last);
});

test('is another set where only a note changed', () => {
  const last = followSet(undefined, [at('a'), at('b', { weight: 1 })]);
  const next = followSet(last, [at('a'), at('b', { weight: 2 })]);
  expect(next.delivered[0]).toBe(last.delivered[0]);
  expect(next.delivered[1]).toMatchObject({ weight: 2 });
});

test('an empty set is a set', () => {
  expect(followSet(undefined, [])).toEqual({ endpoints: [], delivered: [] });
});

const anySet = fc
  .uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 12 })
  .chain((hosts) =>
    fc.tuple(
      ...hosts.map((host) => fc.constantFrom(1, 2).map((weight) => at(`h${host}`, { weight }))),
    ),
  );

// The model: every endpoint looked up by its text.
test('keeps exactly the objects of endpoints that did not change, through any sequence', () => {
  fc.assert(
    fc.property(fc.array(anySet, { minLength: 1, maxLength: 8 }), (sets) => {
      let last = followSet(undefined, []);
      for (const next of sets) {
        const set = followSet(last, next);
        const text = (endpoint: Endpoint) => `${formatEndpoint(endpoint)} ${endpoint.weight}`;
        expect(new Set(set.endpoints.map(text))).toEqual(new Set(next.map(text)));
        const known = new Map(last.endpoints.map((each, i) => [text(each), last.delivered[i]]));
        set.endpoints.forEach((each, i) => {
          expect(set.delivered[i]).toEqual({
            addresses: [{ host: each.host, port: each.port }],
            weight: each.weight,
          });
          expect(set.delivered[i]).toBe(known.get(text(each)) ?? set.delivered[i]);
          expect(Object.isFrozen(each) && Object.isFrozen(set.delivered[i])).toBe(true);
        });
        last = set;
      }
    }),
  );
});
