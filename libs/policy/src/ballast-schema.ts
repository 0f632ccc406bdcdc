// The part of the schema under the key `ballast`.
import { closed, duration, methodNames } from './schema-parts.ts';

const within = (minimum: number, maximum: number) => ({ type: 'number', minimum, maximum });
const share = { type: 'number', exclusiveMinimum: 0, maximum: 1 };
const count = (minimum: number, maximum = 1_000_000) => ({ type: 'integer', minimum, maximum });

const retryBudget = closed({
  ratio: within(0, 1),
  minRetriesPerSecond: within(0, 1000),
  window: duration,
});

const bulkhead = closed({
  maxConcurrent: count(1),
  maxQueue: count(0),
  queueTimeout: duration,
});

const breaker = closed({
  failureRatio: share,
  slowCallRatio: share,
  slowCallDuration: duration,
  minCalls: count(1),
  window: duration,
  openDuration: duration,
  maxOpenDuration: duration,
  halfOpenCalls: count(1, 1000),
});

const hedging = closed({
  percentile: within(0.5, 0.9999),
  maxAttempts: count(2, 5),
  minDelay: duration,
  maxDelay: duration,
});

const methodConfig = closed(
  {
    name: methodNames,
    idempotent: { type: 'boolean' },
    criticality: { enum: ['critical', 'default', 'sheddable'] },
    hedging,
    breaker,
    fallback: { enum: ['accept', 'refuse', 'stale'] },
  },
  ['name'],
);

export const ballastSchema = {
  ...closed({
    retryBudget,
    bulkhead,
    methodConfig: { type: 'array', items: methodConfig },
  }),
  description: 'What gRPC has no word for; clients other than ours ignore it.',
};
