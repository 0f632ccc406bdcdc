import { setTimeout as delay } from 'node:timers/promises';
import type { PlatformState, ReplicaAction } from '../api/platform.ts';
import { connectPlatform } from './platform-connection.ts';
import type { PlatformReplica, PlatformStatus } from './platform-messages.ts';

/** Whoever starts and ends replicas; in a cluster nobody whom the console could ask. */
export interface Platform {
  readonly state: PlatformState;
  readonly replicas: readonly PlatformReplica[];
  /** @throws PlatformRefusal in the platform's own words */
  act(replica: string, action: ReplicaAction): Promise<void>;
  scale(service: string, replicas: number): Promise<void>;
  close(): void;
}

const POLL_MS = 500;

const NOBODY: PlatformState = { kind: 'none', isReachable: false, actions: [], services: [] };

export const noPlatform: Platform = {
  state: NOBODY,
  replicas: [],
  act: () => Promise.reject(new Error('there is no platform to ask')),
  scale: () => Promise.reject(new Error('there is no platform to ask')),
  close: () => undefined,
};

/** Follows the local platform behind a control socket. */
export function followPlatform(socketPath: string): Platform {
  const connection = connectPlatform(socketPath);
  const closing = new AbortController();
  let status: PlatformStatus | undefined;

  const look = async (): Promise<void> => {
    try {
      status = (await connection.ask({ command: 'status' })) as PlatformStatus;
    } catch {
      status = undefined;
    }
  };
  const follow = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await look();
      await delay(POLL_MS, undefined, { signal: closing.signal, ref: false }).catch(
        () => undefined,
      );
    }
  };
  void follow();

  return {
    get state(): PlatformState {
      return {
        kind: 'local',
        isReachable: status !== undefined,
        actions: ['kill', 'pause', 'resume', 'restart', 'scale'],
        services: status?.services ?? [],
      };
    },
    get replicas() {
      return status?.replicas ?? [];
    },
    async act(replica, action) {
      switch (action) {
        case 'kill':
          await connection.ask({ command: 'kill', replica, signal: 'SIGKILL' });
          break;
        case 'pause':
          await connection.ask({ command: 'kill', replica, signal: 'SIGSTOP' });
          break;
        case 'resume':
          await connection.ask({ command: 'kill', replica, signal: 'SIGCONT' });
          break;
        case 'restart':
          await connection.ask({ command: 'roll', replica });
          break;
        default:
          action satisfies never;
      }
      await look();
    },
    async scale(service, replicas) {
      await connection.ask({ command: 'scale', service, replicas });
      await look();
    },
    close() {
      closing.abort();
      connection.close();
    },
  };
}
