import { describe, expect, test } from 'vitest';
import { shopMethods } from './contract.fixture.ts';
import { createGovernedService } from './load-services.ts';

const govern = (policy: object) =>
  createGovernedService({
    ...{ name: 'shop', policyFile: 'protos/shop.policy.json', methods: shopMethods },
    text: JSON.stringify(policy),
  });
const nameOne = (name: object) => ({ methodConfig: [{ name: [name], timeout: '1s' }] });

describe('a policy is refused', () => {
  test('that names a method which the contract does not have', () => {
    expect(() => govern(nameOne({ service: 'shop.v1.Shop', method: 'By' }))).toThrow(
      'protos/shop.policy.json: /methodConfig/0/name/0 must name a method of its contract (Buy, Look, Break, Watch, Fill), got "shop.v1.Shop/By"',
    );
  });

  test('that names another service', () => {
    const ballast = { methodConfig: [{ name: [{ service: 'shop.v1.Shp' }], idempotent: true }] };
    expect(() => govern({ ballast })).toThrow(
      '/ballast/methodConfig/0/name/0 must name a method of its contract',
    );
  });

  test('that is none', () => {
    expect(() => govern({ methodConfig: [{ name: [{}], timeout: 'two' }] })).toThrow(
      '/methodConfig/0/timeout must be a duration',
    );
  });
});

test.each([{}, { service: 'shop.v1.Shop' }, { service: 'shop.v1.Shop', method: 'Buy' }])(
  'a name is of a method, of a service or of all: %o',
  (name) => {
    expect(govern(nameOne(name)).methods).toHaveLength(5);
  },
);
