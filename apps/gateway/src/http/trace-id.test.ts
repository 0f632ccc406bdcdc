import { parseTraceparent } from '@ballast/tracing';
import { expect, test } from 'vitest';
import { createTraceId } from './trace-id.ts';

test('a created trace id is one that a header can carry', () => {
  const traceId = createTraceId();
  expect(parseTraceparent(`00-${traceId}-b7ad6b7169203331-01`)?.traceId).toBe(traceId);
});
