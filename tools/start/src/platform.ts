import type { PlatformStatus, ReplicaStatus } from './control-protocol.ts';
import type { SharedDatabase } from './join-database.ts';
import type { PlatformLog } from './platform-log.ts';
import type { Replica } from './replica.ts';
import { hasProducts } from './has-products.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { findTarget, SERVICES, type Service, type Surroundings } from './services.ts';

export type Replicas = Record<Service, readonly Replica[]>;

interface Parts {
  readonly surroundings: Surroundings;
  readonly database: SharedDatabase;
  readonly replicas: Replicas;
  readonly log: PlatformLog;
  /** Ends everything, in the right order. */
  readonly resources: AsyncDisposableStack;
}

/** The whole platform, as processes of this machine. */
export class Platform {
  readonly shopUrl: string;
  /** Resolves when all serve and the catalogue is there. @throws NotListeningError */
  readonly ready: Promise<void>;
  /** Resolves when it has been stopped and nothing is left. */
  readonly ended: Promise<void>;
  readonly #parts: Parts;
  #isReady = false;
  #rolling: Promise<void> | undefined;
  readonly #onEnded = Promise.withResolvers<void>();
  #isStopping = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.shopUrl = `http://127.0.0.1:${parts.surroundings.port}`;
    this.ended = this.#onEnded.promise;
    this.ready = this.#becomeReady();
    this.ready.catch(() => undefined);
  }

  status(): PlatformStatus {
    const { surroundings, database } = this.#parts;
    const { dataDirectory } = surroundings;
    return {
      isReady: this.#isReady,
      shopUrl: this.shopUrl,
      databaseUrl: database.url,
      targets: {
        orders: findTarget(dataDirectory, 'orders'),
        inventory: findTarget(dataDirectory, 'inventory'),
        notifications: findTarget(dataDirectory, 'notifications'),
      },
      replicas: this.#all().map(describeReplica),
    };
  }

  findReplica(name: string): Replica | undefined {
    return this.#all().find((replica) => replica.name === name);
  }

  /** Replaces every process by a successor, one after another, those who are called first. */
  rollAll(): Promise<void> {
    const roll = async (): Promise<void> => {
      for (const replica of this.#all().toReversed()) await replica.roll();
    };
    this.#rolling ??= roll().finally(() => (this.#rolling = undefined));
    return this.#rolling;
  }

  restartDatabase(crash: boolean): Promise<void> {
    return this.#parts.database.restart(crash);
  }

  /** Drains callers before those they call, then the database. Resolves when nothing is left. */
  stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true;
      this.#parts.resources.disposeAsync().then(this.#onEnded.resolve, this.#onEnded.reject);
    }
    return this.ended;
  }

  /** Kills all services at once; the database ends in order. */
  force(): Promise<void> {
    for (const replica of this.#all()) replica.force();
    return this.stop();
  }

  async #becomeReady(): Promise<void> {
    const { surroundings, replicas, log } = this.#parts;
    await Promise.all(this.#all().map(({ served }) => served));
    if (this.#isStopping) return;
    // Without an inventory there is nowhere to put it.
    const isEmpty = replicas.inventory.length > 0 && !(await hasProducts(this.shopUrl));
    if (isEmpty) await seedCatalogue(surroundings, log);
    this.#isReady = !this.#isStopping;
  }

  #all(): Replica[] {
    return SERVICES.flatMap((service) => this.#parts.replicas[service]);
  }
}

function describeReplica({ name, state }: Replica): ReplicaStatus {
  return {
    name,
    service: name.split('#')[0] ?? name,
    state: state.kind,
    pid: 'pid' in state ? state.pid : 0,
    address: 'address' in state ? state.address : '',
  };
}
