import { type Code, codeName } from './code.ts';

/** One field of a request that is not as it has to be. */
export interface FieldViolation {
  /** The path of the field in the proto's own names: `items[2].quantity`. */
  readonly field: string;
  /** The rule, in words. */
  readonly description: string;
  /** The rule as a constant: `int32.gte`. */
  readonly reason?: string;
}

/** What an error says to programs, beside its message for people. */
export interface StatusDetails {
  /** Why, as a constant that callers may compare: `INSUFFICIENT_STOCK`. At most 63 characters of it travel. */
  readonly reason?: string | undefined;
  /** Whose reasons these are. Default `ballast` where there is a reason. */
  readonly domain?: string | undefined;
  /** Facts that belong to the reason. Default none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Which fields of the request are wrong, and how. Default none. */
  readonly fieldViolations?: readonly FieldViolation[] | undefined;
  /**
   * When it is worth to try again, in milliseconds from now, 0 = at once; rounded up to whole
   * milliseconds, negative is 0, above 2^53 - 1 is that, not a finite number is unset. Default unset: nothing is said.
   */
  readonly retryDelayMs?: number | undefined;
  /** What led to it. Stays in this process: it never travels. */
  readonly cause?: unknown;
}

// Registered, so that two copies of this library in one process know each other's errors.
const brand = Symbol.for('ballast.StatusError');

/** A gRPC status that is not OK, as an error: thrown by handlers, caught by callers. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: Code;
  readonly reason: string | undefined;
  readonly domain: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fieldViolations: readonly FieldViolation[];
  readonly retryDelayMs: number | undefined;
  readonly [brand] = true;

  constructor(code: Code, message: string, details: StatusDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.reason = details.reason;
    this.domain = details.domain ?? (details.reason === undefined ? undefined : 'ballast');
    this.metadata = details.metadata ?? {};
    this.fieldViolations = details.fieldViolations ?? [];
    this.retryDelayMs = wholeDelayMs(details.retryDelayMs);
  }

  /** `NOT_FOUND: no such order (UNKNOWN_ORDER)` */
  override toString(): string {
    const reason = this.reason === undefined ? '' : ` (${this.reason})`;
    return `${codeName(this.code)}: ${this.message}${reason}`;
  }
}

export function isStatusError(value: unknown): value is StatusError {
  return typeof value === 'object' && value !== null && brand in value;
}

function wholeDelayMs(delayMs: number | undefined): number | undefined {
  return delayMs === undefined || !Number.isFinite(delayMs)
    ? undefined
    : Math.min(Math.max(0, Math.ceil(delayMs)), Number.MAX_SAFE_INTEGER);
}
