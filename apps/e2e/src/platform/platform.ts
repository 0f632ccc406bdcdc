/** The programs of the platform. */
export const services = ['gateway', 'orders', 'inventory', 'notifications'] as const;
export type Service = (typeof services)[number];

/** What only some targets can do. A scenario names what it needs. */
export type Ability =
  /** Replicas are processes: they can be killed, stopped and replaced one by one. */
  'processes';

/** One running replica. */
export interface Replica {
  readonly service: Service;
  /** `host:port`. */
  readonly address: string;
  /** Process id; the same for all where the target is one process. */
  readonly pid: number;
}

/** The whole platform while it runs, however it is run. */
export interface Platform extends AsyncDisposable {
  /** `http://127.0.0.1:port` of the gateway. */
  readonly shopUrl: string;
  readonly databaseUrl: string;
  /** Where an operator's policies are, read as they change (BALLAST_POLICY_DIR). */
  readonly policyDirectory: string;
  /** A gRPC target that reaches every replica of a service, now and later. */
  targetOf(service: Exclude<Service, 'gateway'>): string;
  /** The replicas that serve now. */
  replicas(): Promise<readonly Replica[]>;
  /** Sends a signal to one serving replica of the service and gives it back. */
  kill(service: Service, signal: NodeJS.Signals): Promise<Replica>;
  /** Replaces every replica, one after another; resolves when the last has its successor. */
  roll(): Promise<void>;
  /** Ends the database and starts it again; `crash` ends it as a power cut would. */
  restartDatabase(options: { readonly crash: boolean }): Promise<void>;
  /** Drains all and ends; rejects when something did not end well. */
  stop(): Promise<void>;
}
