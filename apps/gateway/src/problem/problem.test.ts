import { Code, codeName, httpStatusFromCode, StatusError } from '@ballast/status';
import { expect, test } from 'vitest';
import { createProblem, verdictFromStatus } from './problem.ts';
import { verdictFromError } from './verdict-from-error.ts';

const codes = Object.values(Code).filter((code) => code !== Code.OK && code !== Code.CANCELLED);

test.each(codes.map((code) => [codeName(code), code] as const))(
  '%s is answered with the status of the table, and named',
  (name, code) => {
    const verdict = verdictFromStatus(new StatusError(code, 'so it is'), false);
    expect(createProblem(verdict, '/x', 'id')).toMatchObject({
      status: httpStatusFromCode(code),
      grpcStatus: name,
      reason: name,
      detail: 'so it is',
    });
  },
);

test('a call that a server gave up is 503: only a client that left would be 499', () => {
  expect(verdictFromStatus(new StatusError(Code.CANCELLED, 'gone'), false)).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
  });
});

test.each([
  [undefined, '1'],
  [0, '1'],
  [1, '1'],
  [1000, '1'],
  [1001, '2'],
  [90_000, '90'],
])('a retry delay of %s ms is Retry-After %s', (retryDelayMs, seconds) => {
  const error = new StatusError(Code.RESOURCE_EXHAUSTED, 'full', { retryDelayMs });
  expect(verdictFromStatus(error, false).headers).toEqual({ 'retry-after': seconds });
});

test('facts that belong to a reason are told', () => {
  const error = new StatusError(Code.FAILED_PRECONDITION, 'short', {
    reason: 'INSUFFICIENT_STOCK',
    metadata: { sku: 'tea' },
  });
  expect(createProblem(verdictFromStatus(error, true), '/x', 'id')).toMatchObject({
    status: 409,
    reason: 'INSUFFICIENT_STOCK',
    metadata: { sku: 'tea' },
  });
});

test.each([
  ['an Error', new Error('password=hunter2')],
  ['a text', 'password=hunter2'],
  ['nothing', undefined],
  ['an error of Fastify with status 500', Object.assign(new Error('x'), { statusCode: 500 })],
])('%s that was not foreseen is 500, and nothing of it is told', (_what, error) => {
  const verdict = verdictFromError(error, true);
  expect(verdict).toMatchObject({ status: 500, code: Code.INTERNAL });
  expect(JSON.stringify(verdict)).not.toContain('hunter2');
});
