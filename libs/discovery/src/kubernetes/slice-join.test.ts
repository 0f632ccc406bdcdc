import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import type { Locality } from '../locality.ts';
import { joinByTheBook } from '../../test/join-by-the-book.ts';
import type { PortSelector } from './candidate.ts';
import type { EndpointSlice, SliceEndpoint } from './endpoint-slice.ts';
import { SliceJoin } from './slice-join.ts';

const grpc = { name: 'grpc', port: 50051, protocol: 'TCP' };

let names = 0;
const slice = (
  endpoints: SliceEndpoint[] | null,
  rest: Partial<EndpointSlice> = {},
): EndpointSlice => ({
  metadata: { name: `slice-${names++}` },
  addressType: 'IPv4',
  ports: [grpc],
  endpoints,
  ...rest,
});

const at = (address: string, rest: Partial<SliceEndpoint> = {}): SliceEndpoint => ({
  addresses: [address],
  ...rest,
});

function joinSlices(
  slices: readonly EndpointSlice[],
  port: PortSelector,
  locality?: Locality,
): readonly Endpoint[] {
  const join = new SliceJoin(port, locality);
  for (const each of slices) join.put(each.metadata.name, each);
  return join.endpoints();
}

const hosts = (slices: EndpointSlice[], ...rest: [port?: string | number, locality?: object]) =>
  joinSlices(slices, rest[0] ?? 'grpc', rest[1]).map(({ host }) => host);

test('joins all slices', () => {
  expect(hosts([slice([at('10.0.0.2')]), slice([at('10.0.0.1')])])).toEqual([
    '10.0.0.1',
    '10.0.0.2',
  ]);
});

test('counts an endpoint once that is moving between slices', () => {
  expect(hosts([slice([at('10.0.0.1')]), slice([at('10.0.0.1')])])).toEqual(['10.0.0.1']);
});

test('takes the better standing of an endpoint that is in two slices', () => {
  const out = slice([at('10.0.0.1', { conditions: { ready: false } })]);
  expect(hosts([slice([at('10.0.0.1')]), out])).toEqual(['10.0.0.1']);
});

test('counts a pod with two address families once, by IPv4', () => {
  const targetRef = { uid: 'pod-1' };
  const six = slice([at('fd00::1', { targetRef })], { addressType: 'IPv6' });
  expect(hosts([six, slice([at('10.0.0.1', { targetRef })])])).toEqual(['10.0.0.1']);
});

test('uses IPv6 where there is nothing else', () => {
  expect(hosts([slice([at('fd00::1')], { addressType: 'IPv6' })])).toEqual(['fd00::1']);
});

test('passes over slices of names, and slices without endpoints', () => {
  expect(hosts([slice([at('a.example')], { addressType: 'FQDN' }), slice(null)])).toEqual([]);
});

test('reads only the first address of an endpoint', () => {
  expect(hosts([slice([{ addresses: ['10.0.0.1', '10.0.0.9'] }])])).toEqual(['10.0.0.1']);
});

describe('conditions', () => {
  const standing = (conditions: SliceEndpoint['conditions']) =>
    hosts([
      slice([
        at('10.0.0.1', { conditions: conditions ?? {} }),
        at('10.0.0.2', { conditions: { ready: false } }),
      ]),
    ]);

  test.each([
    ['absent conditions as ready', {}],
    ['null as ready', { ready: null }],
    ['ready', { ready: true, serving: true, terminating: false }],
    [
      'terminating but ready (publishNotReadyAddresses) as ready',
      { ready: true, terminating: true },
    ],
    [
      'serving while terminating as the last resort',
      { ready: false, serving: true, terminating: true },
    ],
  ])('takes %s', (_what, conditions) => {
    expect(standing(conditions)).toEqual(['10.0.0.1']);
  });

  test.each([
    ['not ready', { ready: false }],
    ['terminating and no longer serving', { ready: false, serving: false, terminating: true }],
    ['terminating with unknown serving', { ready: false, serving: null, terminating: true }],
    ['serving, not ready, not terminating', { ready: false, serving: true }],
  ])('leaves out %s', (_what, conditions) => {
    expect(standing(conditions)).toEqual([]);
  });

  test('leaves terminating ones out while another is ready', () => {
    const terminating = at('10.0.0.1', {
      conditions: { ready: false, serving: true, terminating: true },
    });
    expect(hosts([slice([terminating, at('10.0.0.2')])])).toEqual(['10.0.0.2']);
  });
});

describe('ports', () => {
  const http = { name: 'http', port: 8080 };

  test('finds the port by name', () => {
    expect(joinSlices([slice([at('10.0.0.1')], { ports: [http, grpc] })], 'grpc')[0]?.port).toBe(
      50051,
    );
  });

  test('lets the port differ from slice to slice, as named target ports do', () => {
    const other = slice([at('10.0.0.2')], { ports: [{ name: 'grpc', port: 9 }] });
    expect(joinSlices([slice([at('10.0.0.1')]), other], 'grpc').map(({ port }) => port)).toEqual([
      50051, 9,
    ]);
  });

  test('finds the port by number', () => {
    expect(hosts([slice([at('10.0.0.1')], { ports: [http, grpc] })], 8080)).toEqual(['10.0.0.1']);
  });

  test('needs no selector where there is one port', () => {
    expect(joinSlices([slice([at('10.0.0.1')])], undefined)).toHaveLength(1);
  });

  test('finds nothing where the selector is missing and there are two', () => {
    expect(joinSlices([slice([at('10.0.0.1')], { ports: [http, grpc] })], undefined)).toEqual([]);
  });

  test('passes over UDP', () => {
    expect(hosts([slice([at('10.0.0.1')], { ports: [{ ...grpc, protocol: 'UDP' }] })])).toEqual([]);
  });
});

test('counts an address once that an old pod has not given up yet', () => {
  const old = at('10.0.0.1', { targetRef: { uid: 'old' }, zone: 'a' });
  const young = at('10.0.0.1', { targetRef: { uid: 'young' }, zone: 'b' });
  expect(hosts([slice([old]), slice([young])])).toEqual(['10.0.0.1']);
});

test('notes the zone, and the stable name of a pod as hash key', () => {
  const pods = [at('10.0.0.1', { zone: 'a', hostname: 'stock-0' }), at('10.0.0.2')];
  expect(joinSlices([slice(pods)], 'grpc')).toEqual([
    { host: '10.0.0.1', port: 50051, zone: 'a', hashKey: 'stock-0' },
    { host: '10.0.0.2', port: 50051 },
  ]);
});

describe('hints', () => {
  const hinted = (address: string, zone: string, forZone: string, forNode?: string) =>
    at(address, {
      ...{ zone, nodeName: `node-${address}` },
      hints: {
        forZones: [{ name: forZone }],
        ...(forNode !== undefined && { forNodes: [{ name: forNode }] }),
      },
    });
  const zones = (endpoints: SliceEndpoint[], locality: Locality) =>
    joinSlices([slice(endpoints)], 'grpc', locality).map(({ zone }) => zone);

  test('decide whose zone an endpoint is in, and leave the others for spill-over', () => {
    const endpoints = [hinted('1', 'a', 'a'), hinted('2', 'b', 'a'), hinted('3', 'a', 'b')];
    expect(zones(endpoints, { zone: 'a' })).toEqual(['a', 'a', 'b']);
  });

  test('for nodes come before those for zones', () => {
    const endpoints = [hinted('1', 'a', 'a', 'n1'), hinted('2', 'a', 'a', 'n2')];
    expect(zones(endpoints, { zone: 'a', node: 'n1' })).toEqual(['a', 'a/node-2']);
  });

  test('for nodes are followed where the zone is not known', () => {
    const endpoints = [hinted('1', 'a', 'a', 'n1'), hinted('2', 'a', 'a', 'n2')];
    expect(zones(endpoints, { node: 'n1' })).toEqual(['n1', 'a']);
  });

  test.each([
    ['one endpoint has none', [hinted('1', 'b', 'a'), at('2', { zone: 'b' })], { zone: 'a' }],
    ['none is for here', [hinted('1', 'b', 'c'), hinted('2', 'b', 'c')], { zone: 'a' }],
    ['we do not know where we are', [hinted('1', 'b', 'a'), hinted('2', 'b', 'c')], {}],
  ])('are not followed where %s', (_why, endpoints, locality) => {
    expect(zones(endpoints, locality)).toEqual(['b', 'b']);
  });
});

test('an endpoint that terminates leaves with the one event that says so', () => {
  const join = new SliceJoin('grpc');
  const terminating = { ready: false, serving: true, terminating: true };
  join.put('s', slice([at('10.0.0.1'), at('10.0.0.2')]));
  expect(join.endpoints()).toHaveLength(2);
  join.put('s', slice([at('10.0.0.1', { conditions: terminating }), at('10.0.0.2')]));
  expect(join.endpoints().map(({ host }) => host)).toEqual(['10.0.0.2']);
});

test('is the same array as long as nothing changes', () => {
  const join = new SliceJoin('grpc');
  join.put('s', slice([at('10.0.0.1')]));
  const before = join.endpoints();
  join.put('s', slice([at('10.0.0.1')]));
  expect(join.endpoints()).toBe(before);
});

const anyName = fc.constantFrom('a', 'b');
const anyHint = fc.array(
  anyName.map((name) => ({ name })),
  { maxLength: 1 },
);
const anyEndpoint: fc.Arbitrary<SliceEndpoint> = fc.record(
  {
    addresses: fc.integer({ min: 1, max: 12 }).map((n) => [`10.0.0.${n}`]),
    targetRef: fc.record({ uid: fc.integer({ min: 1, max: 12 }).map((n) => `pod-${n}`) }),
    conditions: fc.record({
      ready: fc.constantFrom(true, false, null),
      serving: fc.constantFrom(true, false, null),
      terminating: fc.constantFrom(true, false, null),
    }),
    zone: anyName,
    nodeName: anyName,
    hints: fc.record({ forZones: anyHint, forNodes: anyHint }),
  },
  { requiredKeys: ['addresses'] },
);
const anySlice = fc
  .record({
    endpoints: fc.array(anyEndpoint, { maxLength: 6 }),
    addressType: fc.constantFrom('IPv4' as const, 'IPv6' as const),
    port: fc.constantFrom(50051, 50052),
  })
  .map(({ endpoints, addressType, port }) =>
    slice(endpoints, { addressType, ports: [{ ...grpc, port }] }),
  );
const anyLocality: fc.Arbitrary<Locality> = fc.record(
  { zone: anyName, node: anyName },
  { requiredKeys: [] },
);

test('does not depend on the order of slices or of endpoints in them', () => {
  fc.assert(
    fc.property(fc.array(anySlice, { maxLength: 5 }), anyLocality, fc.gen(), (all, here, gen) => {
      const shuffle = <T>(values: readonly T[]) =>
        values
          .map((value) => [gen(fc.nat), value] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, value]) => value);
      const shuffled = shuffle(all.map((one) => ({ ...one, endpoints: shuffle(one.endpoints!) })));
      expect(joinSlices(shuffled, 'grpc', here)).toEqual(joinSlices(all, 'grpc', here));
    }),
  );
});

const anyChange = fc.record({
  name: fc.constantFrom('s1', 's2', 's3', 's4'),
  slice: fc.option(anySlice, { nil: undefined, freq: 4 }),
});

test('after any sequence of changes is what the book says of the slices there are', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 30 }), anyLocality, (changes, here) => {
      const join = new SliceJoin('grpc', here);
      const slices = new Map<string, EndpointSlice>();
      for (const { name, slice: changed } of changes) {
        if (changed === undefined) join.remove(name);
        else join.put(name, changed);
        if (changed === undefined) slices.delete(name);
        else slices.set(name, changed);
        expect(join.endpoints()).toEqual(joinByTheBook([...slices.values()], 'grpc', here));
      }
    }),
  );
});

test('one change among many is found by insertion, and is right', () => {
  const many = Array.from({ length: 200 }, (_, n) => at(`10.0.1.${n}`));
  const join = new SliceJoin('grpc');
  join.put('many', slice(many));
  join.endpoints();
  for (const host of ['10.0.0.0', '10.0.1.15', '10.0.9.9', '10.0.1.100']) {
    join.put('one', slice([at(host)]));
    const all = [slice(many), slice([at(host)])];
    expect(join.endpoints()).toEqual(joinByTheBook(all, 'grpc', {}));
  }
});
