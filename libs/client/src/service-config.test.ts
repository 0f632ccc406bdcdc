import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMethodPolicy } from './service-config.ts';
import type { MethodConfig } from './service-config.ts';

const path = '/shop.Orders/Place';
const byMethod = { name: [{ service: 'shop.Orders', method: 'Place' }], timeout: '1s' };
const byService = { name: [{ service: 'shop.Orders' }], timeout: '2s' };
const byNothing = { name: [{}], timeout: '3s' };
const others = {
  name: [{ service: 'shop.Stock' }, { service: 'shop.Orders', method: 'List' }],
  timeout: '4s',
};

describe('the config that applies', () => {
  test.each<[string, MethodConfig[], number | undefined]>([
    ['the method’s own', [byNothing, byService, byMethod, others], 1000],
    ['else its service’s', [byNothing, others, byService], 2000],
    ['else that of all', [others, byNothing], 3000],
    ['else none', [others], undefined],
  ])('is %s', (_which, methodConfig, timeoutMs) => {
    expect(findMethodPolicy({ methodConfig }, path).timeoutMs).toBe(timeoutMs);
  });

  test('is found whatever the order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([byMethod, byService, byNothing, others], { minLength: 1 }),
        (methodConfig) => {
          const expected = [byMethod, byService, byNothing].find((each) =>
            methodConfig.includes(each),
          );
          const { timeoutMs } = findMethodPolicy({ methodConfig }, path);
          expect(timeoutMs).toBe(expected && Number.parseFloat(expected.timeout) * 1000);
        },
      ),
    );
  });

  test('is none without a policy', () => {
    expect(findMethodPolicy(undefined, path)).toEqual({
      timeoutMs: undefined,
      waitForReady: false,
    });
  });
});

test('empty names count as absent, as in gRFC A2', () => {
  const config = { name: [{ service: '', method: '' }], timeout: '0.25s', waitForReady: true };
  expect(findMethodPolicy({ methodConfig: [config] }, path)).toEqual({
    timeoutMs: 250,
    waitForReady: true,
  });
});

test('a timeout of another form is refused with rule and value', () => {
  const methodConfig = [{ name: [{}], timeout: '5m' }];
  expect(() => findMethodPolicy({ methodConfig }, path)).toThrow(
    'methodConfig.timeout must be seconds such as "0.5s", got "5m"',
  );
});
