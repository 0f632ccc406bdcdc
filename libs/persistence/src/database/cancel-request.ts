import { Connection, type Client } from 'pg';
import { openSocket } from './open-socket.ts';

/** Members that node-postgres has and its types leave out. */
interface Cancellable {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly ssl: boolean | object;
}
interface CancellingConnection extends Connection {
  connect(port: number, host: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * Asks the server to stop what `client` waits for, over a connection of its own that needs neither
 * a password nor a free slot (PostgreSQL manual, "Canceling Requests in Progress"). Resolves
 * once the server has closed that connection, which it does after it has sent the signal, or when
 * it cannot be reached.
 *
 * "The frontend has no direct way to tell whether a cancel request has succeeded": the
 * statement may have ended before, and then the next one on this connection is hit. Who calls this
 * decides by the statement's own answer.
 */
export async function requestCancel(client: Client): Promise<void> {
  const { processID, secretKey, ssl } = client as unknown as Cancellable;
  if (processID === null || secretKey === null) return;
  const config = { ssl, stream: openSocket } as ConstructorParameters<typeof Connection>[0];
  const connection = new Connection(config) as CancellingConnection;
  await new Promise<void>((resolve) => {
    const send = (): void => connection.cancel(processID, secretKey);
    connection.once('connect', () => (ssl === false ? send() : connection.requestSsl()));
    connection.once('sslconnect', send);
    connection.once('end', resolve);
    connection.once('error', () => {
      connection.stream.destroy();
      resolve();
    });
    connection.connect(client.port, client.host);
  });
}
