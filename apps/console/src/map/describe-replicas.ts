import type { ChannelOfClient, Decisions } from '../api/decisions.ts';
import type { ActiveFault } from '../api/faults.ts';
import type { Replica, ReplicaState } from '../api/map.ts';
import type { CallBoard } from '../figures/call-board.ts';
import { round, roundOrNull } from '../figures/round.ts';
import type { KnownReplica } from '../replicas/replica-directory.ts';
import { findSlow } from './find-slow.ts';

export interface ReplicaSurroundings {
  readonly calls: CallBoard;
  readonly decisions: Decisions;
  readonly faults: readonly ActiveFault[];
  readonly nowMs: number;
  readonly seconds: { readonly from: number; readonly to: number };
}

/** Every replica, with what is odd about it. */
export function describeReplicas(
  known: readonly KnownReplica[],
  surroundings: ReplicaSurroundings,
): Replica[] {
  const replicas = known.map((replica) => describeReplica(replica, surroundings));
  const slow = findSlow(replicas);
  return replicas.map((replica) => {
    const factor = slow.get(replica.id);
    if (factor === undefined) return replica;
    const notes = [...replica.notes, `${factor.toFixed(0)} × slower than its peers`];
    return { ...replica, isSlow: true, notes };
  });
}

function describeReplica(
  { id, service, address, platform, isListed, process }: KnownReplica,
  { calls, decisions, faults, nowMs, seconds }: ReplicaSurroundings,
): Replica {
  const { callsPerSecond, errorRatio, p50Ms, p99Ms } = calls
    .replica(id)
    ?.sum(seconds.from, seconds.to) ?? {
    callsPerSecond: 0,
    errorRatio: 0,
    p50Ms: null,
    p99Ms: null,
  };
  const isHeard = process?.isHeard(nowMs) ?? false;
  const alone = findWhoLeavesAlone(decisions.channels, id);
  const ownFaults = faults.filter(({ replica }) => replica === id);
  const limits = decisions.limits.filter(({ replica }) => replica === id);
  const uptimeMs = process?.uptimeMs(nowMs);
  const mesh = process?.state?.mesh;
  return {
    ...{ id, service, address },
    state: findState({ platform, isListed, process, isHeard }),
    ...{ callsPerSecond: round(callsPerSecond), errorRatio: round(errorRatio) },
    ...{ p50Ms: roundOrNull(p50Ms), p99Ms: roundOrNull(p99Ms) },
    notes: [
      ...alone.map(({ replica, because }) => `left alone by ${replica}: ${because}`),
      ...ownFaults.map(({ text }) => text),
      ...(mesh?.refused ?? []),
    ],
    isSlow: false,
    ejectedBy: alone.map(({ replica }) => replica),
    faults: ownFaults.map(({ name }) => name),
    inFlight: limits.reduce((sum, { inFlight }) => sum + inFlight, 0),
    limit: limits[0]?.limit ?? null,
    pid: (platform?.pid || undefined) ?? process?.state?.pid ?? null,
    uptimeMs: isHeard ? (uptimeMs ?? null) : null,
    restarts: platform?.restarts ?? null,
    startsInMs: platform?.state === 'waiting' ? platform.startsInMs : null,
    zone: findZone(decisions.channels, id),
    mesh: mesh === undefined ? '' : `${mesh.mode}: ${mesh.why}`,
    isFollowed: isHeard,
    takesFaults: process?.takesFaults ?? false,
  };
}

/** The platform knows about processes, the admin stream whether one is really there. */
function findState({
  platform,
  isListed,
  process,
  isHeard,
}: Pick<KnownReplica, 'platform' | 'isListed' | 'process'> & { isHeard: boolean }): ReplicaState {
  const isSilent = process !== undefined && !isHeard && process.state !== undefined;
  if (platform === undefined) {
    if (!isListed) return 'draining';
    return isHeard ? 'serving' : process?.state === undefined ? 'starting' : 'unreachable';
  }
  return platform.state === 'serving' && isSilent ? 'unreachable' : platform.state;
}

function findWhoLeavesAlone(channels: readonly ChannelOfClient[], id: string) {
  return channels.flatMap(({ replica, endpoints }) =>
    endpoints
      .filter((endpoint) => endpoint.replica === id && endpoint.leftAloneBecause !== '')
      .map(({ leftAloneBecause }) => ({ replica, because: leftAloneBecause })),
  );
}

function findZone(channels: readonly ChannelOfClient[], id: string): string {
  for (const { endpoints } of channels) {
    const zone = endpoints.find(({ replica }) => replica === id)?.zone;
    if (zone !== undefined) return zone;
  }
  return '';
}
