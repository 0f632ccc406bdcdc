import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export const apiProxyPort = 6443;

/** Passes connections on to the API server: for whoever is led here, it is away when this is. */
export async function runApiProxy(environment: NodeJS.ProcessEnv): Promise<void> {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = Number(environment['KUBERNETES_SERVICE_PORT'] ?? '443');
  const server = createServer((inner) => {
    const outer = connect(port, host);
    inner.pipe(outer).pipe(inner);
    // A side that is gone takes the other with it.
    inner.on('error', () => outer.destroy()).on('close', () => outer.destroy());
    outer.on('error', () => inner.destroy()).on('close', () => inner.destroy());
  });
  server.listen(apiProxyPort);
  await once(server, 'listening');
  await once(server, 'close');
}
