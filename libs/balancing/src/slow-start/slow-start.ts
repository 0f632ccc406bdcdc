import type { SlowStartConfig } from './config.ts';

/**
 * The share of its picks that an endpoint takes `ageMs` after it became ready:
 * `max(minShare, (age / window) ^ (1 / aggression))`, Envoy's formula.
 */
export function admissionAtAge({ windowMs, minShare, aggression }: SlowStartConfig, ageMs: number) {
  if (!(ageMs < windowMs)) return 1;
  return Math.max(minShare, (Math.max(0, ageMs) / windowMs) ** (1 / aggression));
}
