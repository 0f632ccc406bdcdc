// Who we are to the API server. In a pod: the service account that the kubelet mounts, whose
// token it replaces about once an hour, so it is read anew for each request.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecureClientSessionOptions } from 'node:http2';

export interface ApiCredentials {
  /** Where the API server is, and how to trust it and be known to it. */
  load(): Promise<{ readonly server: string; readonly tls: SecureClientSessionOptions }>;
  /** The bearer token to send; undefined where a client certificate says who we are. */
  loadToken(): Promise<string | undefined>;
  /** The namespace that is meant where none is named. */
  loadNamespace(): Promise<string>;
}

export const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';

type Environment = Readonly<Record<string, string | undefined>>;

/** True in a pod, as client-go decides it. */
export const isInCluster = (environment: Environment): boolean =>
  Boolean(environment['KUBERNETES_SERVICE_HOST'] && environment['KUBERNETES_SERVICE_PORT']);

export function createServiceAccountCredentials(
  environment: Environment,
  directory: string = serviceAccountDirectory,
): ApiCredentials {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '';
  const read = (name: string) => readFile(join(directory, name), 'utf8');
  return {
    load: async () => ({
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      tls: { ca: await read('ca.crt') },
    }),
    loadToken: async () => (await read('token')).trim(),
    loadNamespace: async () => (await read('namespace')).trim(),
  };
}
