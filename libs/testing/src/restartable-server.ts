import { startTestServer } from './test-server.ts';
import type { TestServer, TestServerOptions } from './test-server.ts';

/** A test server that dies and comes back on the same port. */
export interface RestartableServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** The server of the present life, or of the last one. */
  readonly current: TestServer;
  /** Ends it hard: every connection is dropped. */
  kill(): void;
  /** Starts it again, on the same port. Call `kill` first. */
  restart(): Promise<void>;
}

export async function startRestartableServer(
  options: TestServerOptions = {},
): Promise<RestartableServer> {
  let current = await startTestServer(options);
  const { address, port } = current;
  return {
    address,
    port,
    get current() {
      return current;
    },
    kill: () => current.kill(),
    restart: async () => {
      current = await startTestServer({ ...options, port });
    },
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  };
}
