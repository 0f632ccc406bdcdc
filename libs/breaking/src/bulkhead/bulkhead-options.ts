import { numberWithin, wholeWithin } from '../option-rules.ts';

/** How many calls of one dependency may be on their way. Names follow the policy file's `bulkhead`. */
export interface BulkheadOptions {
  /** Calls on their way at once, a whole number, 1 to 2^31 - 1. Default: 512. */
  readonly maxConcurrent?: number | undefined;
  /** Calls that wait for one of them to end, a whole number, 0 to 2^31 - 1. Default: 128. */
  readonly maxQueue?: number | undefined;
  /**
   * How long a call may wait, in milliseconds, 1 to 2^31 - 1. Default: 100. Never longer than the
   * call itself has.
   */
  readonly queueTimeoutMs?: number | undefined;
}

export type ResolvedBulkheadOptions = {
  readonly [Name in keyof BulkheadOptions]-?: number;
};

/** @throws RangeError naming the field, the rule and the value. */
export function resolveBulkheadOptions(options: BulkheadOptions = {}): ResolvedBulkheadOptions {
  return {
    maxConcurrent: wholeWithin('maxConcurrent', options.maxConcurrent ?? 512, 1),
    maxQueue: wholeWithin('maxQueue', options.maxQueue ?? 128, 0),
    queueTimeoutMs: numberWithin('queueTimeoutMs', options.queueTimeoutMs ?? 100, 1),
  };
}
