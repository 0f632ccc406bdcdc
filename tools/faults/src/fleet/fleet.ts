import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NetworkProxy, startNetworkProxy } from '../process/network-proxy.ts';
import { easyWork, type WorkloadSettings } from '../replica/workload.ts';
import { EndpointsFile } from './endpoints-file.ts';
import { type Replica, startReplica } from './replica.ts';

/** Replicas of one service, and the file that lists them. The first is the one that goes bad. */
export class Fleet implements AsyncDisposable {
  readonly size: number;
  readonly file: EndpointsFile;
  readonly #directory: string;
  readonly #replicas: Replica[];
  readonly #usualWork: WorkloadSettings;
  #proxy: NetworkProxy | undefined;
  #isClosed = false;

  private constructor(directory: string, replicas: Replica[], usualWork: WorkloadSettings) {
    this.#directory = directory;
    this.#replicas = replicas;
    this.#usualWork = usualWork;
    this.size = replicas.length;
    this.file = new EndpointsFile(join(directory, 'fleet.json'));
    this.publish();
  }

  static async start(size: number, usualWork: WorkloadSettings = easyWork): Promise<Fleet> {
    const directory = await mkdtemp(join(tmpdir(), 'ballast-faults-'));
    return new Fleet(directory, await startReplicas(size, workersOf(usualWork)), usualWork);
  }

  get replicas(): readonly Replica[] {
    return this.#replicas;
  }

  get victim(): Replica {
    return this.#replicas[0] as Replica;
  }

  /** The network in front of the victim, if there is one. */
  get network(): NetworkProxy | undefined {
    return this.#proxy;
  }

  /** Where clients find the victim. */
  get victimAddress(): string {
    return this.#proxy?.address ?? this.victim.address;
  }

  /** Puts a network between the clients and the victim. */
  async startNetwork(): Promise<void> {
    this.#proxy = await startNetworkProxy(this.victim.address);
    this.publish();
  }

  /** Lists the replicas, or nobody. */
  publish({ isEmpty = false } = {}): void {
    const [, ...others] = this.#replicas;
    const addresses = [this.victimAddress, ...others.map(({ address }) => address)];
    this.file.publish(isEmpty ? [] : addresses);
  }

  /** Starts another replica and lists it in the place of this one, which is told to leave. */
  async replace(index: number): Promise<void> {
    const predecessor = this.#replicas[index] as Replica;
    await this.#settle(index, await startReplica(workersOf(this.#usualWork)));
    this.publish();
    await leave(predecessor);
  }

  /** All of them leave; resolves with what brings as many new ones. */
  async scaleToNone(): Promise<() => Promise<void>> {
    this.publish({ isEmpty: true });
    const successors = startReplicas(this.size, workersOf(this.#usualWork));
    await Promise.all(this.#replicas.map(leave));
    return async () => {
      for (const [index, successor] of (await successors).entries()) {
        await this.#settle(index, successor);
      }
      this.publish();
    };
  }

  /** As it was at the start: all alive, none with a fault, all listed. */
  async restore(): Promise<void> {
    await this.#proxy?.[Symbol.asyncDispose]();
    this.#proxy = undefined;
    for (const [index, replica] of this.#replicas.entries()) {
      if (replica.process.isAlive) replica.process.resume();
      const isWell = await replica.heal().then(
        () => true,
        () => false,
      );
      if (isWell) continue;
      await replica[Symbol.asyncDispose]();
      await this.#settle(index, await startReplica(workersOf(this.#usualWork)));
    }
    for (const { process } of this.#replicas) process.tell(this.#usualWork);
    this.publish();
  }

  /** A replica that was still starting when the fleet was given up belongs to nobody. */
  async #settle(index: number, successor: Replica): Promise<void> {
    if (!this.#isClosed) {
      this.#replicas[index] = successor;
      return;
    }
    await successor[Symbol.asyncDispose]();
    throw new Error('the fleet is closed');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#proxy?.[Symbol.asyncDispose]();
    await Promise.all(this.#replicas.map((replica) => replica[Symbol.asyncDispose]()));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** What a replica says of itself; nothing where it takes on whatever comes. */
function workersOf({ workers }: WorkloadSettings): number | undefined {
  return workers === easyWork.workers ? undefined : workers;
}

async function leave(replica: Replica): Promise<void> {
  await replica.process.terminate(6000);
  await replica[Symbol.asyncDispose]();
}

/** Two at a time: starting is all processor, and ours are two. */
async function startReplicas(count: number, workers?: number): Promise<Replica[]> {
  const replicas: Replica[] = [];
  while (replicas.length < count) {
    const pair = Math.min(2, count - replicas.length);
    replicas.push(
      ...(await Promise.all(Array.from({ length: pair }, () => startReplica(workers)))),
    );
  }
  return replicas;
}
