import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { callOutcome } from './call-outcome.ts';
import type { CallOutcome } from './call-outcome.ts';

const table: Record<keyof typeof status, CallOutcome> = {
  OK: 'answered',
  CANCELLED: 'cancelled',
  UNKNOWN: 'failed',
  INVALID_ARGUMENT: 'answered',
  DEADLINE_EXCEEDED: 'failed',
  NOT_FOUND: 'answered',
  ALREADY_EXISTS: 'answered',
  PERMISSION_DENIED: 'answered',
  RESOURCE_EXHAUSTED: 'shed',
  FAILED_PRECONDITION: 'answered',
  ABORTED: 'answered',
  OUT_OF_RANGE: 'answered',
  UNIMPLEMENTED: 'answered',
  INTERNAL: 'failed',
  UNAVAILABLE: 'failed',
  DATA_LOSS: 'failed',
  UNAUTHENTICATED: 'answered',
};

test.each(Object.entries(table))('%s: the dependency has %s', (name, outcome) => {
  expect(callOutcome(status[name as keyof typeof status])).toBe(outcome);
});

test('a code that gRPC does not know is a failure, as UNKNOWN is', () => {
  expect(callOutcome(99 as status)).toBe('failed');
});
