import type { AttemptListener, PlacedAttempt } from './attempt-trace.ts';
import { findMarkedCall } from './client-call-trace.ts';

/** For a balancer: told of each attempt, it finds the call that the attempt belongs to. */
export const attemptObserver = {
  attemptPlaced(placed: PlacedAttempt): AttemptListener | undefined {
    return findMarkedCall(placed.metadata)?.placeAttempt(placed);
  },
};
