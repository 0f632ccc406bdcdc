import { STATUS_CODES } from 'node:http';
import { Code, codeFromHttpStatus, codeName, httpStatusFromCode } from '@ballast/status';
import type { CodeName, StatusError } from '@ballast/status';
import type { HttpRefusal } from './http-refusal.ts';
import { violationsFromStatus } from './violation.ts';
import type { Violation } from './violation.ts';

/** The body of every answer that is an error: RFC 9457, with members of our own. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  /** The gRPC code, by name. */
  readonly grpcStatus: CodeName;
  /** Why, a constant that callers may compare; the code's name where nothing better is known. */
  readonly reason: string;
  readonly traceId: string;
  readonly violations?: readonly Violation[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A problem without what only the request knows. */
export interface Verdict {
  readonly status: number;
  readonly code: Code;
  readonly reason: string;
  readonly detail: string;
  readonly violations: readonly Violation[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reasons whose HTTP status says more than their code's. */
const statusByReason: ReadonlyMap<string, number> = new Map([['IDEMPOTENCY_KEY_REUSED', 422]]);

/** The verdict on an error that a service answered with. */
export function verdictFromStatus(error: StatusError, hasBody: boolean): Verdict {
  // 499 tells of a client that left. This one is still here: a server gave the call up.
  const status =
    error.code === Code.CANCELLED
      ? 503
      : (statusByReason.get(error.reason ?? '') ?? httpStatusFromCode(error.code));
  return {
    status,
    code: error.code,
    reason: error.reason ?? codeName(error.code),
    detail: error.message,
    violations: violationsFromStatus(error.fieldViolations, hasBody),
    metadata: error.metadata,
    headers: status === 503 ? retryAfter(error.retryDelayMs) : {},
  };
}

/** The verdict on a request that the gateway refuses by itself. */
export function verdictFromRefusal(refusal: HttpRefusal): Verdict {
  const { status, reason, message, violations, headers } = refusal;
  return {
    status,
    code: codeFromHttpStatus(status),
    reason,
    detail: message,
    violations,
    metadata: {},
    headers: status === 503 ? { ...retryAfter(undefined), ...headers } : headers,
  };
}

/** The verdict on anything unforeseen: nothing of it is told but where to look. */
export function verdictFromBug(): Verdict {
  return {
    status: 500,
    code: Code.INTERNAL,
    reason: 'INTERNAL',
    detail: 'something went wrong here; the log has it under this trace id',
    violations: [],
    metadata: {},
    headers: {},
  };
}

/** The body that tells a verdict. */
export function createProblem(verdict: Verdict, instance: string, traceId: string): Problem {
  const { status, code, reason, detail, violations, metadata } = verdict;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance,
    grpcStatus: codeName(code),
    reason,
    traceId,
    ...(violations.length > 0 ? { violations } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

/** RFC 9110 section 10.2.3 knows whole seconds only; 0 would be an invitation to storm. */
function retryAfter(delayMs: number | undefined): { 'retry-after': string } {
  return { 'retry-after': String(Math.max(1, Math.ceil((delayMs ?? 0) / 1000))) };
}
