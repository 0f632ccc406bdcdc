import type { Cluster } from '../cluster/cluster.ts';

/** The programs of the platform. */
export const services = ['gateway', 'orders', 'inventory', 'notifications'] as const;
export type Service = (typeof services)[number];

/** What only some targets can do. A scenario names what it needs. */
export type Ability =
  /** Replicas are processes: they can be killed, stopped and replaced one by one. */
  | 'processes'
  /** A console runs that the services send their spans to. */
  | 'console'
  /** Programs can be run beside the platform, with a database of their own. */
  | 'programs'
  /** The platform runs on Kubernetes. */
  | 'cluster'
  /** … and callers find the pods by themselves, not through a mesh. */
  | 'own discovery'
  /** … and what is seen is to be compared with other meshes, or with none. */
  | 'meshes compared'
  /** … in an Istio, of whichever kind. */
  | 'mesh'
  /** … whose servers take nobody's word but a certificate's. */
  | 'mutual TLS'
  /** … where proxies carry the calls. */
  | 'proxies'
  /** … whose clients hear from the control plane themselves. */
  | 'xDS clients'
  /** … and nodes may be cordoned, pods of the system scaled. */
  | 'administration'
  /** … with more than one node. */
  | 'several nodes'
  /** … with the metrics API, which autoscaling reads. */
  | 'metrics';

/** One running replica. */
export interface Replica {
  readonly service: Service;
  /** `host:port`. */
  readonly address: string;
  /** What a call to the address has to name as its authority. Default: the address. */
  readonly authority?: string;
  /** Another one for each life of a replica; the same for all where the target is one process. */
  readonly id: string;
}

/** The whole platform while it runs, however it is run. */
export interface Platform extends AsyncDisposable {
  /** Of the gateway, `http://127.0.0.1:port`. */
  readonly shopUrl: string;
  readonly databaseUrl: string;
  /** Empty where none runs. */
  readonly consoleUrl?: string;
  /** A gRPC target that reaches every replica of a service, now and later. */
  targetOf(service: Exclude<Service, 'gateway'>): string;
  /** The replicas that serve now. */
  replicas(): Promise<readonly Replica[]>;
  /** SIGKILL ends it without a word, SIGSTOP leaves it silent until SIGCONT. */
  signal(replica: Replica, signal: NodeJS.Signals): Promise<void>;
  /** Puts an operator's policy of a service in force, as an operator does; undefined takes it back. */
  overridePolicy(service: Service, policy: string | undefined): Promise<void>;
  /** Replaces every replica, one after another; resolves when the last has its successor. */
  roll(): Promise<void>;
  /** Ends the database and starts it again; `crash` ends it as a power cut would. */
  restartDatabase(options: { readonly crash: boolean }): Promise<void>;
  /** Undefined where the platform does not run on one. */
  readonly cluster?: Cluster;
  /** Drains all and ends; rejects when something did not end well. A cluster's is left running. */
  stop(): Promise<void>;
}
