import { setTimeout as pause } from 'node:timers/promises';
import type { Driver } from '../driver/driver.ts';
import { type DriveRecord, type DriveSetting, epochMs } from '../driver/messages.ts';
import { computeFigures, type Timeline } from '../figures/figures.ts';
import { computeAbsence, computeOverload } from '../figures/special-figures.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Group, Participant } from '../plan/cell.ts';
import { judge } from '../plan/goals.ts';
import { capacityOf } from '../plan/list-groups.ts';
import type { CellResult } from './cell-result.ts';
import { CpuMeter } from './cpu-meter.ts';
import { type Scenario, scenarios } from './scenarios.ts';

export interface GroupOptions {
  readonly fleet: Fleet;
  /** One for each participant. */
  readonly drivers: readonly Driver[];
  readonly seed: number;
  /** How long the fleet is watched after the fault, in milliseconds. */
  readonly recoveryMs: number;
  /** Deadline of every call, in milliseconds. Default: 1000, or 10 000 of streams that last. */
  readonly timeoutMs?: number | undefined;
  /** Ends what takes too long. */
  readonly signal: AbortSignal;
}

const leadMs = 500;
// What an overload is compared with takes longer to be seen.
const overloadLeadMs = 2000;

/** Runs the cells of a group, with their baseline, under the same fault. */
export async function runGroup(
  group: Group,
  options: GroupOptions,
): Promise<readonly CellResult[]> {
  const participants: Participant[] = ['round_robin', ...group.variants];
  const scenario = scenarios[group.scenario];
  if (!group.isAlone) return runTogether(group, scenario, participants, options);
  const results: CellResult[] = [];
  for (const participant of participants) {
    results.push(...(await runTogether(group, scenario, [participant], options)));
  }
  return results;
}

async function runTogether(
  group: Group,
  scenario: Scenario,
  participants: readonly Participant[],
  options: GroupOptions,
): Promise<readonly CellResult[]> {
  const { fleet, signal } = options;
  await fleet.restore();
  await scenario.prepare?.(fleet);
  const drivers = options.drivers.slice(0, participants.length);
  await Promise.all(
    drivers.map((driver, index) =>
      driver.connect(settingOf(group, participants[index]!, options), signal),
    ),
  );
  const meter = new CpuMeter();
  const timeline = await play(group, scenario, drivers, options);
  const busyShare = meter.readBusyShare();
  const records = await Promise.all(drivers.map((driver) => driver.finish(signal)));
  return records.map((record, index) => ({
    ...resultOf(group, participants[index]!, record, timeline),
    busyShare,
  }));
}

/** Lead, fault, recovery. */
async function play(
  { perSecond, calls }: Group,
  scenario: Scenario,
  drivers: readonly Driver[],
  { fleet, recoveryMs, signal }: GroupOptions,
): Promise<Timeline> {
  const pace = (rate: number): void => drivers.forEach((driver) => driver.pace(rate));
  const wait = (ms: number): Promise<void> => pause(ms, undefined, { signal });
  pace(perSecond * (scenario.leadShare ?? 1));
  await wait(scenario.leadShare === undefined ? leadMs : overloadLeadMs);

  const phaseMs = (calls * 1000) / perSecond;
  const badPort = scenario.isOneHost ? portOf(fleet.victimAddress) : undefined;
  const faultMs = epochMs();
  const course = await scenario.begin({ fleet, phaseMs, pace });
  let healMs: number;
  let endMs: number;
  if (course.ends === 'itself') {
    [healMs] = await Promise.all([course.over.then(epochMs), wait(phaseMs)]);
    endMs = epochMs();
  } else {
    await wait(phaseMs);
    endMs = epochMs();
    await course.end();
    healMs = epochMs();
  }
  await wait(recoveryMs);
  return {
    ...{ faultMs, healMs, endMs, badPort, replicas: fleet.size },
    healedPort: badPort === undefined ? undefined : portOf(fleet.victimAddress),
    answerCode: scenario.answerCode,
  };
}

function settingOf(
  { kind, scenario }: Group,
  participant: Participant,
  { fleet, seed, timeoutMs }: GroupOptions,
): DriveSetting {
  // Streams that are open for long while everything is replaced; short ones else.
  const isLong = scenario === 'rolling-restart' && kind !== 'unary';
  return {
    ...{ participant, kind, seed, target: fleet.file.target },
    ...(isLong
      ? { messages: 10, gapMs: 100, timeoutMs: timeoutMs ?? 10_000 }
      : { messages: 5, gapMs: 4, timeoutMs: timeoutMs ?? 1000 }),
    ...(scenario.startsWith('overload')
      ? { critical: 0.1, sheddable: 0.3 }
      : { critical: 0, sheddable: 0 }),
  };
}

function resultOf(
  { scenario, kind, replicas }: Group,
  participant: Participant,
  record: DriveRecord,
  timeline: Timeline,
): Omit<CellResult, 'busyShare'> {
  const figures = computeFigures(record, timeline);
  const overload = scenario.startsWith('overload')
    ? computeOverload(record, timeline, capacityOf(replicas))
    : undefined;
  const absence = scenario === 'scale-to-zero' ? computeAbsence(record, timeline) : undefined;
  const seen = { scenario, replicas, figures, overload, absence };
  const verdicts = participant === 'round_robin' ? [] : judge({ ...seen, variant: participant });
  return { ...seen, kind, participant, verdicts };
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
