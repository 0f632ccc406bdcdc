// Topology hints (KEP-2433) say whose calls the controller means an endpoint for. They do not narrow
// the set here: discovery does not know how busy the local ones are, so it could not say when calls
// have to go elsewhere. They become the endpoint's `zone`, and a balancing policy with a zone
// preference keeps calls in the caller's zone and lets them spill when the local ones are overloaded.
import type { Endpoint } from '../endpoint.ts';
import { findOwnZone, type Locality } from '../locality.ts';
import type { Candidate } from './candidate.ts';

/** Which hints are followed. */
export type HintsFollowed = 'forNodes' | 'forZones' | 'none';

/** How many of the usable candidates have what hints need. */
export interface HintCounts {
  readonly usable: number;
  readonly zoned: number;
  readonly forThisZone: number;
  readonly noded: number;
  readonly forThisNode: number;
}

/**
 * kube-proxy's conditions: hints are followed only where every endpoint has one and at least one is
 * for here; otherwise the controller is in the middle of something. Node hints are the narrower
 * ones and come first.
 */
export function findHintsFollowed(counts: HintCounts): HintsFollowed {
  if (counts.forThisNode > 0 && counts.noded === counts.usable) return 'forNodes';
  if (counts.forThisZone > 0 && counts.zoned === counts.usable) return 'forZones';
  return 'none';
}

/** The endpoint, with the zone whose calls it is meant for: its own, unless hints say otherwise. */
export function createLocatedEndpoint(
  candidate: Candidate,
  followed: HintsFollowed,
  locality: Locality,
): Endpoint {
  const { host, port, hostname } = candidate;
  const zone = findZone(candidate, followed, locality);
  return {
    ...{ host, port },
    ...(zone !== undefined && { zone }),
    ...(hostname !== undefined && { hashKey: hostname }),
  };
}

function findZone(
  { zone, node, forZones, forNodes }: Candidate,
  followed: HintsFollowed,
  locality: Locality,
): string | undefined {
  if (followed === 'none') return zone;
  const own = findOwnZone(locality);
  const isHere =
    followed === 'forNodes'
      ? forNodes.includes(locality.node ?? '')
      : forZones.includes(locality.zone ?? '');
  if (isHere) return own;
  if (zone !== own) return zone;
  // In our zone, and yet not for us: named after those it is for.
  return followed === 'forNodes' ? `${zone ?? ''}/${node ?? forNodes[0] ?? ''}` : forZones[0];
}
