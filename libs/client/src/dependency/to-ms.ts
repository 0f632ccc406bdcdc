import { durationToMs, parseDuration, type Duration } from '@ballast/policy';

/** Undefined stays undefined: whoever is asked has a default. */
export function toMs(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : durationToMs(parseDuration(duration));
}
