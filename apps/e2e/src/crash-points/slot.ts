import { rename, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { CrashPoint } from './messages.ts';
import { startVictim, type Victim } from './victim.ts';

/** The place of one service: a process, its successor after each death, and one that waits warm. */
export interface Slot extends AsyncDisposable {
  /** Where its clients find whoever serves. */
  readonly target: string;
  readonly current: Victim;
  /** Kills the process and leaves the place empty. */
  kill(): Promise<void>;
  /**
   * The next process takes the place of one that is dead, and serves when this resolves; with a point
   * it may have killed itself before that.
   */
  succeed(point?: CrashPoint): Promise<void>;
}

export interface SlotOptions {
  readonly service: 'orders' | 'inventory';
  /** Absolute path of its bundle. */
  readonly program: string;
  /** Absolute path of the endpoints file that it keeps. */
  readonly endpointsPath: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function startSlot(options: SlotOptions): Promise<Slot> {
  const { service, program, endpointsPath, environment } = options;
  const startStandby = () => startVictim(service, program, environment);

  const publish = async (address: string): Promise<void> => {
    await writeFile(`${endpointsPath}.new`, JSON.stringify({ endpoints: [{ address }] }));
    await rename(`${endpointsPath}.new`, endpointsPath);
  };
  const run = async (victim: Victim, point: CrashPoint | undefined): Promise<void> => {
    if (point !== undefined) await victim.arm(point);
    const address = await victim.go().catch((error: unknown) => {
      if (point === undefined) throw error;
    });
    if (address !== undefined) await publish(address);
  };

  let current = startStandby();
  await run(current, undefined);
  let standby = startStandby();

  return {
    target: pathToFileURL(endpointsPath).href,
    get current() {
      return current;
    },
    async kill() {
      await current[Symbol.asyncDispose]();
    },
    async succeed(point) {
      current = standby;
      standby = startStandby();
      await run(current, point);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([current, standby].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
