import { isStatusError } from '@ballast/status';
import type { FastifyError } from 'fastify';
import { HttpRefusal, isHttpRefusal } from './http-refusal.ts';
import { verdictFromBug, verdictFromRefusal, verdictFromStatus } from './problem.ts';
import type { Verdict } from './problem.ts';
import { violationsFromSchema } from './violation.ts';
import type { ValidatedPart, Violation } from './violation.ts';

/** What Fastify refuses by itself: our reason for it, and words where Fastify's say little. */
const refusalByFastifyCode: ReadonlyMap<string, { reason: string; message?: string }> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', { reason: 'BODY_TOO_LARGE' }],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    { reason: 'UNSUPPORTED_MEDIA_TYPE', message: 'a body must be application/json' },
  ],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', { reason: 'INVALID_CONTENT_LENGTH' }],
  ['FST_ERR_BAD_URL', { reason: 'INVALID_PATH' }],
  ['FST_ERR_MAX_PARAM_LENGTH', { reason: 'INVALID_PATH' }],
]);

/** The verdict on whatever a route threw, or Fastify refused before it. */
export function verdictFromError(error: unknown, hasBody: boolean): Verdict {
  if (isStatusError(error)) return verdictFromStatus(error, hasBody);
  if (isHttpRefusal(error)) return verdictFromRefusal(error);
  if (!isFastifyError(error)) return verdictFromBug();
  if (error.validation !== undefined) {
    const part = (error.validationContext ?? 'body') as ValidatedPart;
    return verdictFromRefusal(invalidRequest(violationsFromSchema(error.validation, part)));
  }
  const { statusCode = 500 } = error;
  if (statusCode >= 500) return verdictFromBug();
  const { reason = 'INVALID_REQUEST', message = error.message } =
    refusalByFastifyCode.get(error.code) ?? {};
  return verdictFromRefusal(new HttpRefusal(statusCode, reason, message));
}

/** A refusal (400) that names each wrong part of the request. */
export function invalidRequest(violations: readonly Violation[]): HttpRefusal {
  const [first] = violations;
  const detail =
    first === undefined
      ? 'the request is not valid'
      : `${first.in} ${first.field} ${first.description}`.replaceAll('  ', ' ');
  return new HttpRefusal(400, 'INVALID_REQUEST', detail, { violations });
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && ('statusCode' in error || 'validation' in error);
}
