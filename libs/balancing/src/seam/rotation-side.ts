import { CandidateSet } from '../endpoints/candidate-set.ts';
import type { EndpointTable } from '../endpoints/endpoint-table.ts';
import type { ZoneLoad } from '../zone-preference/zone-preference.ts';
import type {
  BalancingPolicy,
  CallToPlace,
  CoarseClock,
  EndpointPicker,
} from './endpoint-picker.ts';
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

export function createSide<Config>(options: RotationOptions<Config>): Side {
  const { table, policy, config, clock, random, findHashKey } = options;
  const candidates = new CandidateSet(table);
  const listed = new CandidateSet(table);
  const picker = policy.createPicker({ config, candidates, listed, clock, random, findHashKey });
  return { candidates, picker, listed, ready: 0, outstanding: 0 };
}

export function inFlightOf({ listed }: Side): number {
  const inFlight = listed.table.inFlight.values;
  let sum = 0;
  for (let i = 0; i < listed.count; i += 1) sum += inFlight[listed.slots[i]!]!;
  return sum;
}

/** Any candidate that the call was not tried at; undefined where it was tried at all of them. */
export function findUntried(
  { candidates }: Side,
  call: CallToPlace,
  random: () => number,
): number | undefined {
  const { slots, count } = candidates;
  const start = Math.floor(random() * count);
  for (let i = 0; i < count; i += 1) {
    const slot = slots[(start + i) % count]!;
    if (!call.isTried(slot)) return slot;
  }
  return undefined;
}
