import fc from 'fast-check';
import { expect, test } from 'vitest';
import { any, message, number, text } from '../../test/ads-server.ts';
import { LEAST_REQUEST_TYPE, translateCluster } from './translate-cluster.ts';
import { readFields, writeField } from './wire-fields.ts';
// What grpc-js-xds itself reads a cluster with.
import { CDS_TYPE_URL, decodeSingleResource } from '@grpc/grpc-js-xds/build/src/resources.js';

const name = text(1, 'shop');
const decode = (cluster: Buffer) => decodeSingleResource(CDS_TYPE_URL, cluster);

test('LEAST_REQUEST is said in the newer field, too, and all else stays', () => {
  const cluster = Buffer.concat([name, number(6, 1), number(2, 3)]);
  const { load_balancing_policy: policy, ...rest } = decode(translateCluster(cluster));
  const { load_balancing_policy: _, ...before } = decode(cluster);
  expect(rest).toEqual(before);
  expect(policy?.policies.map((one) => one.typed_extension_config)).toMatchObject([
    {
      name: 'envoy.load_balancing_policies.least_request',
      typed_config: { type_url: LEAST_REQUEST_TYPE },
    },
  ]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['ROUND_ROBIN', number(6, 0)],
  ['RING_HASH', number(6, 2)],
  ['LEAST_REQUEST overruled by a later field', Buffer.concat([number(6, 1), number(6, 2)])],
  ['the newer field', Buffer.concat([number(6, 1), message(41, message(1))])],
  ['bytes that are no message', Buffer.from([0x07, 0x31])],
])('%s is left as it is', (_what, fields) => {
  const cluster = Buffer.concat([name, fields]);
  expect(translateCluster(cluster)).toBe(cluster);
});

test('fields are found wherever they stand, whatever stands between them', () => {
  const field = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.nat(2 ** 30)).map(([at, value]) => ({
      ...{ at, value: BigInt(value), bytes: number(at, value) },
    })),
    fc
      .tuple(fc.integer({ min: 1, max: 2000 }), fc.uint8Array({ maxLength: 300 }))
      .map(([at, value]) => ({ at, value: undefined, bytes: writeField(at, value) })),
  );
  fc.assert(
    fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
      const bytes = Buffer.concat(fields.map((each) => each.bytes));
      expect(readFields(bytes)).toEqual(fields.map(({ at, value }) => ({ field: at, value })));
    }),
  );
});

test('a message that was cut short is none', () => {
  const whole = Buffer.concat([name, any('kind', Buffer.from('value'))]);
  expect(readFields(whole.subarray(0, -1))).toBeUndefined();
  expect(readFields(Buffer.from([0x80]))).toBeUndefined();
});
