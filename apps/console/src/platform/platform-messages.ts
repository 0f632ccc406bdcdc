// What the local platform (`npm start`) says over its control socket: see tools/start/README.md. An app imports
// no tool, so the few messages that the console uses are written down here once more.

export interface PlatformReplica {
  /** `orders#1` */
  readonly name: string;
  readonly service: string;
  readonly state:
    'starting' | 'serving' | 'rolling' | 'paused' | 'waiting' | 'draining' | 'stopped';
  /** 0 where there is no process just now. */
  readonly pid: number;
  /** `host:port` of what it serves; empty where it does not. */
  readonly address: string;
  /** Where its admin service is; the same, but for the gateway. */
  readonly adminAddress: string;
  /** Starts beyond the first. */
  readonly restarts: number;
  /** State `waiting`: it is started again in so many milliseconds. */
  readonly startsInMs: number;
}

export interface PlatformScale {
  readonly service: string;
  readonly replicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface PlatformStatus {
  readonly isReady: boolean;
  readonly shopUrl: string;
  readonly targets: Readonly<Record<string, string>>;
  readonly replicas: readonly PlatformReplica[];
  readonly services: readonly PlatformScale[];
}

export type PlatformCommand =
  | { readonly command: 'status' }
  | { readonly command: 'kill'; readonly replica: string; readonly signal: NodeJS.Signals }
  | { readonly command: 'roll'; readonly replica: string }
  | { readonly command: 'scale'; readonly service: string; readonly replicas: number };
