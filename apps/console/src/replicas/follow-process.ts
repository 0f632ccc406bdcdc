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

/** What one process said last. */
export interface FollowedProcess {
  readonly address: string;
  /** Undefined until it has said something. */
  readonly state: WatchStateResponse | undefined;
  readonly faults: readonly FaultState[];
  /** Undefined until it is known. */
  readonly takesFaults: boolean | undefined;
  /** It spoke within the last seconds. */
  isHeard(nowMs: number): boolean;
  /** Nothing can be heard from it since then; undefined while it is heard. */
  readonly lostAtMs: number | undefined;
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
  /** Told with each state, some once a second. */
  readonly onState: (state: WatchStateResponse, atMs: number) => void;
}

const INTERVAL_MS = 1000;
/** A process that pauses says nothing, and its connection stays. */
const SILENCE_MS = 3500;
const RETRY_MS = 500;
/** Who has no faults in force gets some from here, mostly, and is asked then: else this seldom. */
const QUIET_INTERVAL_MS = 5000;
/** And a process without the service. */
const NO_FAULTS_INTERVAL_MS = 30_000;
const FAULTS_TIMEOUT_MS = 3000;

/** Watches the admin service of the process at an address, and asks for its faults, until closed. */
export function followProcess({
  address,
  authority,
  now,
  onState,
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
  } = { state: undefined, faults: [], takesFaults: undefined, heardAtMs: 0, lostAtMs: undefined };

  const watch = async (): Promise<void> => {
    for await (const state of admin.watchState({ intervalMs: INTERVAL_MS }, { signal })) {
      last.state = state;
      last.heardAtMs = now();
      last.lostAtMs = undefined;
      onState(state, last.heardAtMs);
    }
  };
  let askedAtMs = -Infinity;
  const isToAsk = (): boolean => {
    if (last.faults.length > 0) return true;
    const quietMs = last.takesFaults === false ? NO_FAULTS_INTERVAL_MS : QUIET_INTERVAL_MS;
    return performance.now() - askedAtMs >= quietMs;
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
  void repeat(
    signal,
    () => RETRY_MS,
    async () => {
      await watch().catch(() => undefined);
      last.lostAtMs ??= now();
    },
  );
  void repeat(
    signal,
    () => INTERVAL_MS,
    async () => {
      if (isToAsk()) await listFaults().catch(onFaultsFailure);
    },
  );

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
    isHeard: (nowMs) => last.lostAtMs === undefined && nowMs - last.heardAtMs < SILENCE_MS,
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

async function repeat(
  signal: AbortSignal,
  pauseMs: () => number,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work();
    await delay(pauseMs(), undefined, { signal, ref: false }).catch(() => undefined);
  }
}
