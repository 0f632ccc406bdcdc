import { createChannel, createClient } from '@ballast/client';
import {
  AdminServiceService,
  adminPolicy,
  type FaultState,
  FaultServiceService,
  faultsPolicy,
  type SetFaultsRequest,
  type WatchStateResponse,
} from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attention } from './attention.ts';

/** What one process said last. */
export interface FollowedProcess {
  readonly address: string;
  /** Undefined until it has said something. */
  readonly state: WatchStateResponse | undefined;
  readonly faults: readonly FaultState[];
  /** Undefined until it is known. */
  readonly takesFaults: boolean | undefined;
  /** It spoke within the last seconds, or had no reason to. */
  isHeard(nowMs: number): boolean;
  /**
   * Until when its last state is the state: where it says only what changes, silence says that nothing
   * has. Undefined where silence says nothing.
   */
  unchangedUntilMs(nowMs: number): number | undefined;
  /** Nothing can be heard from it since then; undefined while it is heard. */
  readonly lostAtMs: number | undefined;
  /** As it said, and what has gone by since it said so; undefined until it has said something. */
  uptimeMs(nowMs: number): number | undefined;
  setFaults(request: SetFaultsRequest): Promise<void>;
  /** @param names none: all */
  clearFaults(names: readonly string[]): Promise<void>;
  close(): void;
}

export interface FollowOptions {
  readonly address: string;
  /** The name that it is called by. Default: its address. */
  readonly authority?: string | undefined;
  readonly now: () => number;
  readonly attention: Attention;
  /** Told with each state, and until when the one before it held, where that is known. */
  readonly onState: (
    state: WatchStateResponse,
    atMs: number,
    unchangedUntilMs: number | undefined,
  ) => void;
  /** Told as soon as the process is lost, or heard after that. */
  readonly onTurn: () => void;
}

const INTERVAL_MS = 1000;
/** While nobody looks: so often it says that it is there, though nothing has changed. */
const UNCHANGED_INTERVAL_MS = 15_000;
/** A process that pauses says nothing, and its connection stays. */
const SILENCE_MS = 3500;
const RETRY_MS = 500;
/** Who has no faults in force gets some from here, mostly, and is asked then: else this seldom. */
const QUIET_INTERVAL_MS = 5000;
/** The same while nobody looks. */
const UNWATCHED_INTERVAL_MS = 20_000;
/** And a process without the service. */
const NO_FAULTS_INTERVAL_MS = 30_000;
const FAULTS_TIMEOUT_MS = 3000;

/** Watches the admin service of the process at an address, and asks for its faults, until closed. */
export function followProcess({
  address,
  authority,
  now,
  attention,
  onState,
  onTurn,
}: FollowOptions): FollowedProcess {
  const channel = createChannel({
    target: `static:///${address}`,
    policy: adminPolicy,
    channelOptions: authority === undefined ? {} : { 'grpc.default_authority': authority },
    ...{
      initialBackoffMs: 100,
      maxBackoffMs: 1000,
      keepaliveTimeMs: 5000,
      keepaliveTimeoutMs: 3000,
    },
  });
  const admin = createClient(AdminServiceService, { channel });
  const faultService = createClient(FaultServiceService, { channel, policy: faultsPolicy });
  const closing = new AbortController();
  const { signal } = closing;
  const last: {
    state: WatchStateResponse | undefined;
    faults: readonly FaultState[];
    takesFaults: boolean | undefined;
    heardAtMs: number;
    lostAtMs: number | undefined;
    /** Since when it is listened to in this way, and how long it may be silent. */
    listenedFromMs: number;
    silenceMs: number;
    /** It speaks only of what changes. */
    isTerse: boolean;
  } = {
    ...{ state: undefined, faults: [], takesFaults: undefined, heardAtMs: 0, lostAtMs: undefined },
    ...{ listenedFromMs: 0, silenceMs: SILENCE_MS, isTerse: false },
  };
  const unchangedUntilMs = (nowMs: number): number | undefined =>
    last.isTerse && last.lostAtMs === undefined ? nowMs - INTERVAL_MS : undefined;

  const watch = async (change: AbortSignal): Promise<void> => {
    const { isWatched } = attention;
    const unchangedIntervalMs = isWatched ? INTERVAL_MS : UNCHANGED_INTERVAL_MS;
    last.listenedFromMs = now();
    last.silenceMs = SILENCE_MS + unchangedIntervalMs - INTERVAL_MS;
    const states = admin.watchState(
      { intervalMs: INTERVAL_MS, unchangedIntervalMs },
      { signal: AbortSignal.any([signal, change]) },
    );
    for await (const state of states) {
      const heardAtMs = now();
      const isTurn = last.state === undefined || last.lostAtMs !== undefined;
      const unchangedMs = unchangedUntilMs(heardAtMs);
      Object.assign(last, { state, heardAtMs, lostAtMs: undefined, isTerse: !isWatched });
      onState(state, heardAtMs, unchangedMs);
      if (isTurn) onTurn();
    }
  };
  let askedAtMs = -Infinity;
  const quietMs = (): number => {
    if (last.takesFaults === false) return NO_FAULTS_INTERVAL_MS;
    const isSeldom = !attention.isWatched && last.takesFaults === true;
    return isSeldom ? UNWATCHED_INTERVAL_MS : QUIET_INTERVAL_MS;
  };
  const isToAsk = (): boolean => {
    if (last.faults.length > 0) return true;
    return performance.now() - askedAtMs >= quietMs();
  };
  const listFaults = async (): Promise<void> => {
    askedAtMs = performance.now();
    const { faults } = await faultService.listFaults({}, { signal, timeoutMs: FAULTS_TIMEOUT_MS });
    last.faults = faults;
    last.takesFaults = true;
  };
  const onFaultsFailure = (error: unknown): void => {
    if (!isStatusError(error) || error.code !== Code.UNIMPLEMENTED) return;
    last.takesFaults = false;
    last.faults = [];
  };
  void repeat(signal, async () => {
    const { change } = attention;
    await watch(change).catch(() => undefined);
    // To listen in another way is to ask anew.
    if (change.aborted) return;
    if (last.lostAtMs === undefined) {
      last.lostAtMs = now();
      onTurn();
    }
    await pause(RETRY_MS, signal);
  });
  void repeat(signal, async () => {
    const { change } = attention;
    if (isToAsk()) await listFaults().catch(onFaultsFailure);
    const isQuiet = !attention.isWatched && last.faults.length === 0;
    const dueMs = askedAtMs + quietMs() - performance.now();
    await pause(isQuiet ? Math.max(1, dueMs) : INTERVAL_MS, AbortSignal.any([signal, change]));
  });

  return {
    address,
    get state() {
      return last.state;
    },
    get faults() {
      return last.faults;
    },
    get takesFaults() {
      return last.takesFaults;
    },
    get lostAtMs() {
      return last.lostAtMs;
    },
    isHeard: (nowMs) =>
      last.lostAtMs === undefined &&
      last.state !== undefined &&
      nowMs - Math.max(last.heardAtMs, last.listenedFromMs) < last.silenceMs,
    unchangedUntilMs,
    uptimeMs: (nowMs) => last.state && Number(last.state.uptimeMs) + nowMs - last.heardAtMs,
    async setFaults(request) {
      await faultService.setFaults(request, { timeoutMs: FAULTS_TIMEOUT_MS });
      await listFaults();
    },
    async clearFaults(names) {
      await faultService.clearFaults({ names: [...names] }, { timeoutMs: FAULTS_TIMEOUT_MS });
      await listFaults();
    },
    close() {
      closing.abort();
      channel.close();
    },
  };
}

async function repeat(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) await work();
}

/** Or less, where the signal says so. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
