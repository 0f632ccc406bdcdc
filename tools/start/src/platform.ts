import type { PlatformStatus, ReplicaStatus, ServiceStatus } from './control-protocol.ts';
import type { SharedDatabase } from './join-database.ts';
import type { PlatformLog } from './platform-log.ts';
import type { Replica } from './replica.ts';
import { hasProducts } from './has-products.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { MAX_REPLICAS } from './parse-options.ts';
import {
  findTarget,
  isReachedByPort,
  isService,
  SERVICES,
  type Service,
  type Surroundings,
} from './services.ts';
import { startService } from './start-service.ts';

export type Replicas = Record<Service, Replica[]>;

/** How long a replica that is too many may drain, in ms. */
const SCALE_GRACE_MS = 10_000;

interface Parts {
  readonly surroundings: Surroundings;
  readonly database: SharedDatabase;
  readonly replicas: Replicas;
  readonly log: PlatformLog;
  /** Default: {@link startService}. */
  readonly start?: typeof startService;
  /** Ends everything, in the right order. */
  readonly resources: AsyncDisposableStack;
}

/** The whole platform, as processes of this machine. */
export class Platform {
  readonly shopUrl: string;
  /** Empty: it runs without. */
  readonly consoleUrl: string;
  /** Resolves when all serve and the catalogue is there. @throws NotListeningError */
  readonly ready: Promise<void>;
  /** Resolves when it has been stopped and nothing is left. */
  readonly ended: Promise<void>;
  readonly #parts: Parts;
  #isReady = false;
  #rolling: Promise<void> | undefined;
  readonly #onEnded = Promise.withResolvers<void>();
  #isStopping = false;
  /** Too many, and not gone yet. */
  readonly #leaving = new Set<Replica>();
  /** The last scaling of each service, which the next one waits for. Never rejects. */
  readonly #scaling = new Map<Service, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.shopUrl = `http://127.0.0.1:${parts.surroundings.port}`;
    const { consolePort } = parts.surroundings;
    this.consoleUrl = consolePort === undefined ? '' : `http://127.0.0.1:${consolePort}`;
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
      consoleUrl: this.consoleUrl,
      databaseUrl: database.url,
      targets: {
        orders: findTarget(dataDirectory, 'orders'),
        inventory: findTarget(dataDirectory, 'inventory'),
        notifications: findTarget(dataDirectory, 'notifications'),
      },
      replicas: [...this.#all(), ...this.#leaving].map(describeReplica),
      services: SERVICES.map((service) => this.#describeService(service)),
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

  /**
   * Starts replicas, or drains those with the highest numbers, and does not wait for either. What
   * is asked of one service is done in the order in which it was asked.
   *
   * @throws Error for a service that cannot be scaled, or not to that number
   */
  scale(name: string, count: number): Promise<void> {
    if (!isService(name)) {
      return Promise.reject(new Error(`there is no service ${JSON.stringify(name)}`));
    }
    const before = this.#scaling.get(name) ?? Promise.resolve();
    const scaled = before.then(() => this.#scale(name, count));
    this.#scaling.set(
      name,
      scaled.catch(() => undefined),
    );
    return scaled;
  }

  restartDatabase(crash: boolean): Promise<void> {
    return this.#parts.database.restart(crash);
  }

  /** Drains callers before those they call, then the database. Resolves when nothing is left. */
  stop(): Promise<void> {
    if (!this.#isStopping) {
      this.#isStopping = true;
      const leave = async (): Promise<void> => {
        // What is just being started must be there to be stopped.
        await Promise.all(this.#scaling.values());
        await Promise.all([...this.#leaving].map((replica) => replica.stop(SCALE_GRACE_MS)));
        await this.#parts.resources.disposeAsync();
      };
      leave().then(this.#onEnded.resolve, this.#onEnded.reject);
    }
    return this.ended;
  }

  /** Kills all services at once; the database ends in order. */
  force(): Promise<void> {
    for (const replica of [...this.#all(), ...this.#leaving]) replica.force();
    return this.stop();
  }

  async #scale(service: Service, count: number): Promise<void> {
    const { minReplicas, maxReplicas } = this.#describeService(service);
    if (count < minReplicas || count > maxReplicas) {
      throw new Error(`${service} runs as ${minReplicas} to ${maxReplicas} replicas, not ${count}`);
    }
    if (this.#isStopping) throw new Error('the platform is leaving');
    const { surroundings, log, start = startService } = this.#parts;
    const replicas = this.#parts.replicas[service];
    for (const replica of replicas.splice(count)) this.#letGo(replica);
    const names = Array.from({ length: count }, (_, index) => `${service}#${index + 1}`);
    const started = await start(service, names.slice(replicas.length), surroundings, log);
    // Among the others they are waited for when the platform ends; nobody has called them yet.
    if (this.#isStopping) for (const replica of started) replica.force();
    replicas.push(...started);
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

  #describeService(service: Service): ServiceStatus {
    const replicas = this.#parts.replicas[service].length;
    const limits = isReachedByPort(service)
      ? { minReplicas: replicas, maxReplicas: replicas }
      : { minReplicas: 0, maxReplicas: MAX_REPLICAS };
    return { service, replicas, ...limits };
  }

  #letGo(replica: Replica): void {
    this.#leaving.add(replica);
    void replica.stop(SCALE_GRACE_MS).finally(() => this.#leaving.delete(replica));
  }

  #all(): Replica[] {
    return SERVICES.flatMap((service) => this.#parts.replicas[service]);
  }
}

function describeReplica({ name, state, restarts }: Replica): ReplicaStatus {
  return {
    name,
    service: name.split('#')[0] ?? name,
    state: state.kind,
    pid: 'pid' in state ? state.pid : 0,
    address: 'address' in state ? state.address : '',
    adminAddress: 'adminAddress' in state ? state.adminAddress : '',
    restarts,
    startsInMs:
      state.kind === 'waiting' ? Math.max(0, Math.round(state.dueMs - performance.now())) : 0,
  };
}
