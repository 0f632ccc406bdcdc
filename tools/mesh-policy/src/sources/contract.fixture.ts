import type { Method } from './method.ts';

export const shopPath = (method: string): string => `/shop.v1.Shop/${method}`;

const method = (name: string, given: Partial<Method>): Method => ({
  ...{ name, path: shopPath(name) },
  ...{ isStreaming: false, staysOpen: false, isIdempotent: false, isReading: false },
  ...given,
});

/** A contract with a method of every kind. */
export const shopMethods: readonly Method[] = [
  method('Buy', { isIdempotent: true }),
  method('Look', { isIdempotent: true, isReading: true }),
  method('Break', {}),
  method('Watch', { isStreaming: true, staysOpen: true, isIdempotent: true, isReading: true }),
  method('Fill', { isStreaming: true, isIdempotent: true }),
];
