import { Server, ServerCredentials } from '@grpc/grpc-js';
import { listen } from '../listener.ts';
import { serverAddressOf } from '../server-address.ts';
import type { AdminServer } from './tracked-admin.ts';

/** Health alone, in plain text, on a port of its own: a kubelet has no certificate. */
export interface PlainHealth extends AdminServer {
  /** @throws Error naming the address where it cannot be listened on. */
  listen(): Promise<void>;
  close(): void;
}

/** @param address of the server that it tells of: the same host. */
export function createPlainHealth(address: string, port: number): PlainHealth {
  const grpc = new Server();
  const { host } = serverAddressOf(address);
  let close = (): void => undefined;
  return {
    addService: (definition, implementation) => grpc.addService(definition, implementation),
    listen: async () => {
      const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
      const own = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
      const listener = await listen(own, (socket) => injector.injectConnection(socket));
      close = () => {
        void listener.close();
        grpc.forceShutdown();
        listener.cut();
      };
    },
    close: () => close(),
  };
}
