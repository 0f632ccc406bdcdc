import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EndpointSlice, SliceEndpoint } from './endpoint-slice.ts';
import { joinSlices } from './join-slices.ts';

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

describe('hints', () => {
  const inZone = (address: string, ...zones: string[]) =>
    at(address, { hints: { forZones: zones.map((name) => ({ name })) } });

  test('narrow to the own zone', () => {
    expect(
      hosts([slice([inZone('10.0.0.1', 'a'), inZone('10.0.0.2', 'b')])], 'grpc', { zone: 'a' }),
    ).toEqual(['10.0.0.1']);
  });

  test('prefer the own node over the own zone', () => {
    const here = at('10.0.0.1', {
      hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'n1' }] },
    });
    const near = at('10.0.0.2', {
      hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'n2' }] },
    });
    expect(hosts([slice([here, near])], 'grpc', { zone: 'a', node: 'n1' })).toEqual(['10.0.0.1']);
  });

  test.each([
    ['one endpoint has none', [inZone('10.0.0.1', 'a'), at('10.0.0.2')], { zone: 'a' }],
    ['none is for here', [inZone('10.0.0.1', 'b'), inZone('10.0.0.2', 'b')], { zone: 'a' }],
    ['we do not know where we are', [inZone('10.0.0.1', 'a'), inZone('10.0.0.2', 'b')], {}],
  ])('are not followed where %s', (_why, endpoints, locality) => {
    expect(hosts([slice(endpoints)], 'grpc', locality)).toHaveLength(2);
  });
});

const anyEndpoint: fc.Arbitrary<SliceEndpoint> = fc.record(
  {
    addresses: fc.integer({ min: 1, max: 12 }).map((n) => [`10.0.0.${n}`]),
    conditions: fc.record({
      ready: fc.constantFrom(true, false, null),
      serving: fc.constantFrom(true, false, null),
      terminating: fc.constantFrom(true, false, null),
    }),
  },
  { requiredKeys: ['addresses'] },
);
const anySlices = fc.array(fc.array(anyEndpoint, { maxLength: 6 }), { maxLength: 5 });

test('does not depend on the order of slices or of endpoints in them', () => {
  fc.assert(
    fc.property(anySlices, fc.infiniteStream(fc.nat()), (lists, order) => {
      const shuffle = <T>(values: T[]) =>
        values
          .map((value) => [order.next().value as number, value] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, value]) => value);
      const shuffled = shuffle(lists.map((list) => slice(shuffle(list))));
      expect(joinSlices(shuffled, 'grpc')).toEqual(
        joinSlices(
          lists.map((list) => slice(list)),
          'grpc',
        ),
      );
    }),
  );
});

test('finds exactly the ready ones, however they are cut into slices', () => {
  fc.assert(
    fc.property(anySlices, (lists) => {
      const ready = new Set(
        lists
          .flat()
          .filter(({ conditions }) => conditions?.ready ?? true)
          .map(({ addresses }) => addresses[0]),
      );
      fc.pre(ready.size > 0);
      expect(new Set(hosts(lists.map((list) => slice(list))))).toEqual(ready);
    }),
  );
});
