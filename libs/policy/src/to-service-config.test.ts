import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { parsePolicy } from './parse-policy.ts';
import { toServiceConfig } from './to-service-config.ts';

const convert = (value: unknown) =>
  toServiceConfig(parsePolicy(JSON.stringify(value), { file: 'x.policy.json' }));

test('spells timeouts out, fractions kept', () => {
  const { methodConfig } = convert({ methodConfig: [{ name: [{}], timeout: '0.5s' }] });
  expect(methodConfig[0]?.timeout).toEqual({ seconds: 0, nanos: 500_000_000 });
});

test('leaves the durations of retries as text, which grpc-js wants', () => {
  const hedgingPolicy = { maxAttempts: 2, hedgingDelay: '0.1s' };
  const { methodConfig } = convert({ methodConfig: [{ name: [{}], hedgingPolicy }] });
  expect(methodConfig[0]?.hedgingPolicy).toEqual(hedgingPolicy);
});

test('spells out the durations of outlier detection, also of a child', () => {
  const inner = { outlier_detection: { base_ejection_time: '30s' } };
  const { loadBalancingConfig } = convert({
    loadBalancingConfig: [{ outlier_detection: { interval: '1.5s', child_policy: [inner] } }],
  });
  expect(loadBalancingConfig).toEqual([
    {
      outlier_detection: {
        interval: { seconds: 1, nanos: 500_000_000 },
        child_policy: [{ outlier_detection: { base_ejection_time: { seconds: 30, nanos: 0 } } }],
      },
    },
  ]);
});

// The reason for the conversion, pinned: when this fails, grpc-js has mended it.
test('grpc-js by itself takes "0.5s" for five nanoseconds', () => {
  const { validateServiceConfig } = createRequire(import.meta.url)(
    '@grpc/grpc-js/build/src/service-config.js',
  ) as { validateServiceConfig(value: unknown): { methodConfig: { timeout: unknown }[] } };
  const parsed = validateServiceConfig({ methodConfig: [{ name: [{}], timeout: '0.5s' }] });
  expect(parsed.methodConfig[0]?.timeout).toEqual({ seconds: 0, nanos: 5 });
});
