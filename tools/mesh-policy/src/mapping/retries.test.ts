import { expect, test } from 'vitest';
import { mapRetryPolicy } from './retries.ts';

const policy = {
  maxAttempts: 3,
  initialBackoff: '0.05s',
  maxBackoff: '0.5s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};
const remarksOn = (change: Partial<typeof policy>) =>
  mapRetryPolicy({ ...policy, ...change }, 'r').remarks.map(
    ({ field, fidelity }) => `${field} ${fidelity}`,
  );

test('what the services publish is said exactly', () => {
  expect(mapRetryPolicy(policy, 'r').value).toEqual({
    attempts: 2,
    retryOn: 'unavailable,reset,connect-failure,refused-stream',
    backoff: '0.05s',
  });
  expect(remarksOn({})).toEqual([
    'r.maxAttempts: 3 exactly',
    'r.retryableStatusCodes: UNAVAILABLE exactly',
    'r.retryableStatusCodes: UNAVAILABLE, of a connection that ends nearly',
    'r.initialBackoff, backoffMultiplier, maxBackoff: 0.05s × 2ⁿ ≤ 0.5s exactly',
  ]);
});

test.each([{ maxBackoff: '1s' }, { backoffMultiplier: 3 }, { initialBackoff: '0.0001s' }])(
  'a pause that Envoy cannot make is remarked upon: %o',
  (change) => {
    expect(remarksOn(change).at(-1)).toMatch(/nearly$/);
  },
);

test('a status that Envoy has no condition for is told, and the others stay', () => {
  const retryableStatusCodes = ['ABORTED', '14'];
  expect(mapRetryPolicy({ ...policy, retryableStatusCodes }, 'r').value.retryOn).toBe(
    'unavailable,reset,connect-failure,refused-stream',
  );
  expect(remarksOn({ retryableStatusCodes })).toContain(
    'r.retryableStatusCodes: ABORTED by nobody',
  );
});

test('without a condition that is left nothing is repeated: no retryOn would be the default one', () => {
  const { value, remarks } = mapRetryPolicy({ ...policy, retryableStatusCodes: ['UNKNOWN'] }, 'r');
  expect(value).toEqual({ attempts: 0 });
  expect(remarks.map(({ says }) => says)).toEqual([
    'Envoy has no condition for it: no retries at all are left',
  ]);
});
