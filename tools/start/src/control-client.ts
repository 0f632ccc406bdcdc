import {
  CONTROL_SOCKET,
  type ControlAnswer,
  type ControlCommand,
  type PlatformStatus,
} from './control-protocol.ts';
import { createJsonConnection } from './json-connection.ts';
import { connectToSocket, findSocketPath } from './local-socket.ts';

/** Steers a running `npm start`. Each call rejects with the platform's own words. */
export interface ControlClient extends Disposable {
  status(): Promise<PlatformStatus>;
  /** @param signal default SIGKILL */
  kill(replica: string, signal?: NodeJS.Signals): Promise<void>;
  roll(replica: string): Promise<void>;
  rollAll(): Promise<void>;
  /** Resolves as soon as replicas have begun to start or to leave. */
  scale(service: string, replicas: number): Promise<void>;
  restartDatabase(options?: { readonly crash?: boolean }): Promise<void>;
  /** Resolves when all is down; the platform's process ends right after. */
  stop(): Promise<void>;
}

/** @throws Error where no platform runs with this data directory */
export async function connectControl(dataDirectory: string): Promise<ControlClient> {
  const socket = await connectToSocket(findSocketPath(dataDirectory, CONTROL_SOCKET));
  if (socket === undefined) throw new Error(`no platform runs with the data in ${dataDirectory}`);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const connection = createJsonConnection(socket, (message) => {
    const answer = message as unknown as ControlAnswer;
    const request = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) request?.reject(new Error(answer.error));
    else request?.resolve(answer.result);
  });
  socket.once('close', () => {
    for (const request of waiting.values()) request.reject(new Error('the platform has gone'));
  });
  let lastId = 0;
  const ask = async (command: ControlCommand): Promise<unknown> => {
    const id = ++lastId;
    const request = Promise.withResolvers<unknown>();
    waiting.set(id, request);
    if (socket.destroyed) request.reject(new Error('the platform has gone'));
    connection.send({ id, ...command });
    return await request.promise;
  };
  const tell = async (command: ControlCommand): Promise<void> => void (await ask(command));
  return {
    status: async () => (await ask({ command: 'status' })) as PlatformStatus,
    kill: (replica, signal = 'SIGKILL') => tell({ command: 'kill', replica, signal }),
    roll: (replica) => tell({ command: 'roll', replica }),
    rollAll: () => tell({ command: 'roll-all' }),
    scale: (service, replicas) => tell({ command: 'scale', service, replicas }),
    restartDatabase: ({ crash = false } = {}) => tell({ command: 'restart-database', crash }),
    stop: () => tell({ command: 'stop' }),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
