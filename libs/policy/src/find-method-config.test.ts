import { expect, test } from 'vitest';
import { findMethodConfig } from './find-method-config.ts';
import type { Policy } from './policy.ts';

const policy: Policy = {
  methodConfig: [
    { name: [{}], timeout: '3s' },
    { name: [{ service: 'a.B' }], timeout: '2s' },
    {
      name: [
        { service: 'x.Y', method: 'Z' },
        { service: 'a.B', method: 'C' },
      ],
      timeout: '1s',
    },
  ],
};

test.each([
  ['the method itself', '/a.B/C', '1s'],
  ['its service', '/a.B/D', '2s'],
  ['the default', '/other.Service/C', '3s'],
])('prefers %s', (_what, path, timeout) => {
  expect(findMethodConfig(policy, path)?.timeout).toBe(timeout);
});

test('finds nothing where nothing is for the method', () => {
  expect(findMethodConfig({}, '/a.B/C')).toBeUndefined();
});
