import { rmSync } from 'node:fs';
import {
  CONTROL_SOCKET,
  findRequestError,
  type ControlAnswer,
  type ControlCommand,
  type ControlRequest,
} from './control-protocol.ts';
import { createJsonConnection } from './json-connection.ts';
import { findSocketPath, listenOnSocket } from './local-socket.ts';

export interface ControlSocket {
  close(): void;
}

/**
 * Lets other programs of the same user steer the platform; see {@link ControlCommand}.
 *
 * @param obey its result is the answer; what it throws becomes the answer's error
 */
export async function openControlSocket(
  dataDirectory: string,
  obey: (command: ControlCommand) => Promise<unknown>,
): Promise<ControlSocket> {
  const answer = async (request: Record<string, unknown>): Promise<ControlAnswer> => {
    const id = Number(request['id'] ?? 0);
    try {
      const problem = findRequestError(request);
      if (problem !== undefined) return { id, error: problem };
      return { id, result: (await obey(request as unknown as ControlRequest)) ?? {} };
    } catch (error) {
      return { id, error: (error as Error).message };
    }
  };
  const path = findSocketPath(dataDirectory, CONTROL_SOCKET);
  const server = await listenOnSocket(path, (socket) => {
    const connection = createJsonConnection(
      socket,
      (request) => void answer(request).then(connection.send),
      () => connection.send({ id: 0, error: 'a request must be a JSON object on one line' }),
    );
  });
  // Whoever hurries the end leaves from in between.
  const remove = (): void => rmSync(path, { force: true });
  process.once('exit', remove);
  return {
    close() {
      // The next one may have opened its own by the time this process exits.
      process.off('exit', remove);
      server.close();
    },
  };
}
