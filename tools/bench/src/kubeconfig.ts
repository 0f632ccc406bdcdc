import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes an API server on loopback, without TLS, the one of `KUBECONFIG`. */
export async function useKubeconfig(port: number): Promise<AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-kubeconfig-'));
  const path = join(directory, 'config');
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'x' },
    clusters: [
      {
        name: 'c',
        cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name: 'u', user: { token: 'bench' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
  };
  await writeFile(path, JSON.stringify(config));
  process.env['KUBECONFIG'] = path;
  return { [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}
