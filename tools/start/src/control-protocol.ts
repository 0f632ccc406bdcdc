/** In the data directory of a running `npm start`. */
export const CONTROL_SOCKET = 'control.sock';

export interface ReplicaStatus {
  /** `orders#1`. */
  readonly name: string;
  readonly service: string;
  readonly state:
    'starting' | 'serving' | 'rolling' | 'paused' | 'waiting' | 'draining' | 'stopped';
  /** 0 where there is no process just now. */
  readonly pid: number;
  /** `host:port`; empty where it does not serve. */
  readonly address: string;
  /** Where its admin service is: the same, but for the gateway. */
  readonly adminAddress: string;
  /** Processes that were started after its first one. */
  readonly restarts: number;
  /** State `waiting`: it is started again in so many milliseconds; else 0. */
  readonly startsInMs: number;
}

export interface ServiceStatus {
  readonly service: string;
  readonly replicas: number;
  /** Within these it can be scaled. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface PlatformStatus {
  /** Everything serves. */
  readonly isReady: boolean;
  readonly shopUrl: string;
  /** Empty: it runs without. */
  readonly consoleUrl: string;
  readonly databaseUrl: string;
  /** gRPC targets by service. */
  readonly targets: Readonly<Record<string, string>>;
  readonly replicas: readonly ReplicaStatus[];
  readonly services: readonly ServiceStatus[];
}

/**
 * A request is one line, `{"id":1,"command":"kill","replica":"orders#1","signal":"SIGKILL"}`; its
 * answer is one line too, `{"id":1,"result":…}` or `{"id":1,"error":"…"}`, when it is done: not
 * always in the order of the requests.
 */
export type ControlCommand =
  /** Answered with {@link PlatformStatus}. */
  | { readonly command: 'status' }
  /** Sends a signal to the replica's process. Default SIGKILL. */
  | { readonly command: 'kill'; readonly replica: string; readonly signal?: NodeJS.Signals }
  /** Replaces the replica's process by a successor, without a gap. */
  | { readonly command: 'roll'; readonly replica: string }
  /** The same for every replica, one after another. */
  | { readonly command: 'roll-all' }
  /** Starts replicas, or drains those with the highest numbers; answered as soon as that has begun. */
  | { readonly command: 'scale'; readonly service: string; readonly replicas: number }
  /** `crash`: without a checkpoint, as a power cut would. Default false. */
  | { readonly command: 'restart-database'; readonly crash?: boolean }
  /** Drains everything; the answer comes when all is down, just before the process ends. */
  | { readonly command: 'stop' };

export type ControlRequest = ControlCommand & { readonly id: number };

export type ControlAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

/** Undefined, or what is wrong with it, in words. */
export function findRequestError(request: Record<string, unknown>): string | undefined {
  const { id, command, replica, signal, crash, service, replicas } = request;
  if (typeof id !== 'number') return `id must be a number, got ${JSON.stringify(id)}`;
  switch (command) {
    case 'kill':
      if (signal !== undefined && !/^SIG[A-Z0-9]+$/.test(String(signal))) {
        return `signal must be like SIGKILL, got ${JSON.stringify(signal)}`;
      }
      return typeof replica === 'string' ? undefined : 'replica must be a name like orders#1';
    case 'roll':
      return typeof replica === 'string' ? undefined : 'replica must be a name like orders#1';
    case 'scale':
      if (typeof service !== 'string') return 'service must be a name like orders';
      return Number.isInteger(replicas)
        ? undefined
        : `replicas must be a whole number, got ${JSON.stringify(replicas)}`;
    case 'restart-database':
      return crash === undefined || typeof crash === 'boolean'
        ? undefined
        : `crash must be true or false, got ${JSON.stringify(crash)}`;
    case 'status':
    case 'roll-all':
    case 'stop':
      return undefined;
    default:
      return `command must be one of status, kill, roll, scale, roll-all, restart-database, stop, got ${JSON.stringify(command)}`;
  }
}
