import type { CandidateSet } from '../endpoints/candidate-set.ts';
import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { ZoneLoad } from '../zone-preference/zone-preference.ts';
import type { BalancingPolicy, CoarseClock, EndpointPicker } from './endpoint-picker.ts';
import type { RotationFeatures } from './features.ts';

export interface RotationOptions<Config> {
  readonly table: EndpointTable;
  readonly policy: BalancingPolicy<Config>;
  readonly config: Config;
  readonly features: RotationFeatures;
  readonly clock: CoarseClock;
  readonly random: () => number;
  readonly findHashKey: (slot: number) => string;
  /** The endpoint stands in the caller's zone. Asked only where there is a zone preference. */
  readonly isLocal: (slot: number) => boolean;
}

/** The endpoints of the caller's zone, or all others; without a zone preference, all. */
export interface Side {
  readonly candidates: CandidateSet;
  readonly picker: EndpointPicker;
  /** What discovery lists here, connected or not. */
  readonly listed: CandidateSet;
  ready: number;
  /** Calls that were placed here and have not ended. */
  outstanding: number;
}

export function zoneLoad({ listed, candidates, outstanding }: Side): ZoneLoad {
  return { listed: listed.count, usable: candidates.count, outstanding };
}
