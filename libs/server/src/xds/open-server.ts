import { loadXdsServer } from '@ballast/discovery';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerOptions as GrpcOptions } from '@grpc/grpc-js';
import { listen, type Listener } from '../listener.ts';
import type { ServerLogger } from '../logger.ts';
import { serverAddressOf } from '../server-address.ts';

/** A server of grpc-js, and how it comes to listen. */
export interface OpenedServer {
  readonly grpc: Server;
  /** @throws Error naming the address where it cannot be listened on. */
  listen(address: string): Promise<Listener>;
}

/** Listens with its own credentials. */
export function openServer(
  options: GrpcOptions,
  createCredentials: () => Promise<ServerCredentials>,
): OpenedServer {
  const grpc = new Server(options);
  return {
    grpc,
    listen: async (address) => {
      const injector = grpc.createConnectionInjector(await createCredentials());
      return listen(address, (socket) => injector.injectConnection(socket));
    },
  };
}

/**
 * Listens as the control plane says (gRFC A36), and in plain text where it says nothing of TLS.
 *
 * @throws Error naming what is wrong with the bootstrap.
 */
export async function openXdsServer(
  options: GrpcOptions & { readonly drainGraceTimeMs: number },
  logger: ServerLogger,
): Promise<OpenedServer> {
  const { XdsServer, XdsServerCredentials } = await loadXdsServer();
  const grpc = new XdsServer(options);
  return {
    grpc,
    listen: async (address) => {
      const { port } = serverAddressOf(address);
      const credentials = new XdsServerCredentials(ServerCredentials.createInsecure());
      logger.info({ address }, 'waiting for what the control plane says of this listener');
      // It calls back when it serves, and never with an error: what is wrong is told to those who ask.
      const serving = new Promise<void>((resolve) => {
        grpc.bindAsync(address, credentials, () => resolve());
      });
      grpc.addServingStateListener(address, ({ code, details }) => {
        if (code !== status.OK)
          logger.warn({ address, details }, 'the control plane does not let it serve');
      });
      await serving;
      return {
        ...{ address, port },
        // They are the server's: it says GOAWAY on them and waits, or cuts them.
        close: () => Promise.resolve(),
        cut: () => undefined,
      };
    },
  };
}
