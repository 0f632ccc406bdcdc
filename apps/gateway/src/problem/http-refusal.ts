import type { Violation } from './violation.ts';

/** What a refusal says beside its reason. */
export interface RefusalDetails {
  /** Which parts of the request are wrong. Default none. */
  readonly violations?: readonly Violation[];
  /** Headers of the answer, such as `Allow`. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that the gateway refuses by itself, before any service is asked. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly reason: string;
  readonly violations: readonly Violation[];
  readonly headers: Readonly<Record<string, string>>;

  /** `status` 4xx or 503; `reason` a constant that callers may compare. */
  constructor(status: number, reason: string, message: string, details: RefusalDetails = {}) {
    super(message, { cause: details.cause });
    this.status = status;
    this.reason = reason;
    this.violations = details.violations ?? [];
    this.headers = details.headers ?? {};
  }
}

export function isHttpRefusal(value: unknown): value is HttpRefusal {
  return value instanceof HttpRefusal;
}
