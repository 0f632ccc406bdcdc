import type { ZonePreferenceConfig } from './config.ts';

/** The figures of one side: the caller's zone, or all other zones together. */
export interface ZoneLoad {
  /** Endpoints that discovery lists. */
  readonly listed: number;
  /** Endpoints that can be picked now. */
  readonly usable: number;
  /** The caller's own calls that were placed there and have not ended. */
  readonly outstanding: number;
}

/** The share of calls that stays in the caller's zone, [0, 1]. */
export function localShare(
  { minUsableShare, spillInFlight }: ZonePreferenceConfig,
  local: ZoneLoad,
  elsewhere: ZoneLoad,
): number {
  if (local.usable === 0) return 0;
  if (elsewhere.usable === 0) return 1;
  const busy = local.outstanding / local.usable;
  if (busy >= spillInFlight && elsewhere.outstanding / elsewhere.usable < busy) return 0;
  return Math.min(1, local.usable / local.listed / minUsableShare);
}
