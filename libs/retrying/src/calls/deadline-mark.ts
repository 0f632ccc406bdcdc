// A config selector is not told a call's deadline. But a Metadata's options go with it into every
// clone, so the selector finds there what the caller put there.
import type { Metadata, MetadataOptions } from '@grpc/grpc-js';

const mark: unique symbol = Symbol('ballast.deadline');

interface MarkedOptions extends MetadataOptions {
  [mark]?: number;
}

/**
 * Tells the steering a call's deadline, so that a retry whose pause would outlast it is not waited
 * for: the call then fails at once with its cause. Without the mark the method's `timeout` counts.
 * The metadata must be the call's own.
 * @param deadlineMs milliseconds of `Date.now()`, as grpc-js's own `deadline`
 */
export function markDeadline(metadata: Metadata, deadlineMs: number): void {
  const options: MarkedOptions = { ...metadata.getOptions(), [mark]: deadlineMs };
  metadata.setOptions(options);
}

/** Milliseconds of `Date.now()`; undefined where it was not told. */
export function findMarkedDeadline(metadata: Metadata): number | undefined {
  return (metadata.getOptions() as MarkedOptions)[mark];
}
