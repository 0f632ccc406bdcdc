import { expect } from 'vitest';

/**
 * Asks again and again, for up to ten seconds, until the expectation holds: for what has no event
 * of its own.
 */
export const eventually = <T>(ask: () => T) => expect.poll(ask, { interval: 10, timeout: 10_000 });
