import type { Logger } from '@ballast/logging';
import { ExitCode } from '@ballast/program';
import { setTimeout as delay } from 'node:timers/promises';
import { backOff, type BackOffOptions, type BackOffState } from './back-off.ts';
import type { EndpointsFile } from './endpoints-file.ts';
import {
  type Addresses,
  describeEnd,
  NotListeningError,
  type Instance,
  type InstanceEnd,
} from './instance.ts';
import { createPlacement, type Placement } from './placement.ts';
import type { ReplicaState } from './replica-state.ts';
import { StartError } from './start-error.ts';
import { createWaker } from './waker.ts';

export interface ReplicaOptions {
  /** `orders#1`. */
  readonly name: string;
  readonly launch: () => Instance;
  /** Where clients look for it; none for what is reached by its port. */
  readonly endpoints?: EndpointsFile | undefined;
  readonly logger: Logger;
  /**
   * How long clients see both a successor and its predecessor, in ms: time to connect to the one
   * before they lose the other. Default 200; none where there is no endpoints file.
   */
  readonly overlapMs?: number;
  /** How long a predecessor may drain, in ms. Default 10 000. */
  readonly rollGraceMs?: number;
  readonly backOff?: BackOffOptions;
}

interface Serving extends Addresses {
  readonly instance: Instance;
}

/** One replica of a service: a process, then its successor, for as long as it is wanted. */
export class Replica {
  readonly name: string;
  /**
   * Resolves when it serves for the first time, or is stopped before. Rejects with a StartError where
   * its configuration is unusable (exit code 78): another start would end the same way.
   */
  readonly served: Promise<void>;
  readonly #options: ReplicaOptions;
  readonly #logger: Logger;
  readonly #placement: Placement;
  readonly #onServed = Promise.withResolvers<void>();
  readonly #done: Promise<void>;
  readonly #waker = createWaker();
  readonly #rolls: PromiseWithResolvers<void>[] = [];
  /** Predecessors that drain. */
  readonly #retiring = new Map<Instance, Promise<void>>();
  #starting: Instance | undefined;
  #serving: Serving | undefined;
  #failures: BackOffState = { failures: 0 };
  #leaving: { readonly graceMs: number } | undefined;
  #state: ReplicaState = { kind: 'stopped' };
  #launches = 0;
  #paused: Instance | undefined;

  /** Starts the first process at once. */
  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.name = options.name;
    this.#logger = options.logger.child({ replica: options.name });
    this.#placement = createPlacement(options.endpoints, this.#logger);
    this.served = this.#onServed.promise;
    this.served.catch(() => undefined);
    this.#done = this.#run();
  }

  get state(): ReplicaState {
    const state = this.#state;
    const isPaused = this.#paused !== undefined && this.#paused === this.#serving?.instance;
    return isPaused && state.kind === 'serving' ? { ...state, kind: 'paused' } : state;
  }

  /** Processes that were started after the first. */
  get restarts(): number {
    return Math.max(0, this.#launches - 1);
  }

  isServing(): boolean {
    return this.#serving?.instance.isRunning() ?? false;
  }

  /**
   * Starts a successor, waits until it serves, then lets the old process drain; resolves when that
   * has ended. A replica that waits to be started again is started now.
   *
   * @throws NotListeningError when the successor ends before it serves; the old process stays then.
   */
  async roll(): Promise<void> {
    await this.reload();
    await Promise.all(this.#retiring.values());
  }

  /** The same, resolving as soon as the successor serves. */
  reload(): Promise<void> {
    if (this.#leaving !== undefined) return Promise.reject(this.#leavingError());
    const roll = Promise.withResolvers<void>();
    this.#rolls.push(roll);
    this.#waker.wake();
    return roll.promise;
  }

  /** Gives up a process that has not come so far as to serve: there is a newer version already. */
  abandonStart(): void {
    this.#starting?.kill('SIGKILL');
  }

  /** Sends a signal to the process that serves, or is about to. False where there is none. */
  async kill(signal: NodeJS.Signals): Promise<boolean> {
    const serving = this.#serving;
    const instance = serving?.instance ?? this.#starting;
    if (instance === undefined) return false;
    const isAskedToDrain = signal === 'SIGTERM' || signal === 'SIGINT';
    if (isAskedToDrain && serving !== undefined)
      await this.#placement.withdraw(serving.adminAddress);
    if (signal === 'SIGSTOP') this.#paused = instance;
    if (signal === 'SIGCONT') this.#paused = undefined;
    instance.kill(signal);
    return true;
  }

  /** Drains, and kills what has not ended `graceMs` later. Resolves when nothing is left. */
  async stop(graceMs: number): Promise<void> {
    this.#leaving ??= { graceMs };
    void this.#starting?.stop(graceMs);
    for (const instance of this.#retiring.keys()) void instance.stop(graceMs);
    this.#waker.wake();
    await this.#done;
  }

  /** Kills all there is. */
  force(): void {
    this.#leaving ??= { graceMs: 0 };
    for (const instance of [this.#starting, this.#serving?.instance, ...this.#retiring.keys()]) {
      instance?.kill('SIGKILL');
    }
    this.#waker.wake();
  }

  async #run(): Promise<void> {
    while (this.#leaving === undefined) {
      const roll = this.#rolls.shift();
      const serving = await this.#succeed();
      if (serving instanceof NotListeningError) {
        roll?.reject(serving);
        if (serving.end.code === ExitCode.CONFIG) {
          this.#onServed.reject(new StartError(`${this.name} ${serving.message}`));
        }
        await this.#pause(serving.end);
      } else {
        roll?.resolve();
        this.#onServed.resolve();
        await this.#pause(await this.#serve(serving));
      }
    }
    await Promise.all(this.#retiring.values());
    this.#state = { kind: 'stopped' };
    this.#onServed.resolve();
    for (const roll of this.#rolls.splice(0)) roll.reject(this.#leavingError());
  }

  /** Starts a process; once it serves it stands in for the one before, which stays until then. */
  async #succeed(): Promise<Serving | NotListeningError> {
    const instance = this.#options.launch();
    this.#launches += 1;
    this.#starting = instance;
    this.#state =
      this.#serving === undefined
        ? { kind: 'starting', pid: instance.pid }
        : { ...stateOf(this.#serving), kind: 'rolling' };
    try {
      const addresses = await instance.listening;
      await this.#placement.announce(instance, addresses.adminAddress);
      this.#serving = { instance, ...addresses };
      this.#logger.info({ replicaPid: instance.pid, address: addresses.address }, 'serving');
      return this.#serving;
    } catch (error) {
      if (error instanceof NotListeningError) return error;
      throw error;
    } finally {
      this.#starting = undefined;
    }
  }

  /** Rolls when asked to. Resolves when the process that serves has gone. */
  async #serve(first: Serving): Promise<InstanceEnd> {
    let serving = first;
    while (serving.instance.isRunning()) {
      if (this.#leaving !== undefined) {
        this.#state = { kind: 'draining', pid: serving.instance.pid };
        await this.#retire(serving, this.#leaving.graceMs);
        break;
      }
      this.#state = stateOf(serving);
      const roll = this.#rolls.shift();
      if (roll === undefined) await this.#waker.wait({ also: serving.instance.exited });
      else serving = await this.#replace(serving, roll);
    }
    this.#serving = undefined;
    return serving.instance.ended;
  }

  async #replace(serving: Serving, roll: PromiseWithResolvers<void>): Promise<Serving> {
    const successor = await this.#succeed();
    if (successor instanceof NotListeningError) {
      roll.reject(successor);
      return serving;
    }
    const {
      endpoints,
      overlapMs = endpoints === undefined ? 0 : 200,
      rollGraceMs = 10_000,
    } = this.#options;
    void this.#retire(serving, rollGraceMs, overlapMs);
    roll.resolve();
    return successor;
  }

  /** First out of its clients' sight, then out of the world. */
  #retire({ instance, adminAddress }: Serving, graceMs: number, afterMs = 0): Promise<void> {
    const retire = async (): Promise<void> => {
      if (afterMs > 0) await delay(afterMs);
      await this.#placement.withdraw(adminAddress);
      const end = await instance.stop(this.#leaving?.graceMs ?? graceMs);
      this.#retiring.delete(instance);
      if (end.code === 0) return;
      this.#logger.warn({ replicaPid: instance.pid }, `did not drain: ${describeEnd(end)}`);
    };
    const retired = retire();
    this.#retiring.set(instance, retired);
    return retired;
  }

  async #pause(end: InstanceEnd): Promise<void> {
    if (this.#leaving !== undefined) return;
    const { failures, delayMs, isCrashLoop } = backOff(
      this.#failures,
      end.uptimeMs,
      Math.random(),
      this.#options.backOff,
    );
    this.#failures = { failures };
    this.#state = { kind: 'waiting', failures, dueMs: performance.now() + delayMs };
    const words = `${describeEnd(end)}; starting again in ${(delayMs / 1000).toFixed(1)} s`;
    if (isCrashLoop)
      this.#logger.error({ failures }, `keeps ending, ${failures} times by now: ${words}`);
    else this.#logger.warn({ failures }, `ended: ${words}`);
    // A change that is waiting may be the cure.
    if (this.#rolls.length === 0) await this.#waker.wait({ limitMs: delayMs });
  }

  #leavingError(): Error {
    return new Error(`${this.name} is leaving`);
  }
}

function stateOf({ instance, address, adminAddress }: Serving): ReplicaState & { kind: 'serving' } {
  return { kind: 'serving', pid: instance.pid, address, adminAddress };
}
