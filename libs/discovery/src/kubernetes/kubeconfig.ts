// Outside a cluster: the user's kubeconfig, with all its ways to say who one is (certificates,
// tokens, exec plugins). That is what @kubernetes/client-node is good at, and it is loaded only
// here: an optional peer of this library.
import type { SecureClientSessionOptions } from 'node:http2';
import type { ApiCredentials } from './credentials.ts';

/** As much of client-node's KubeConfig as is used. */
interface KubeConfig {
  loadFromDefault(): void;
  getCurrentCluster(): { readonly server: string } | null;
  getContextObject(name: string): { readonly namespace?: string } | null;
  getCurrentContext(): string;
  applyToHTTPSOptions(options: HttpsOptions): Promise<void>;
}

interface HttpsOptions extends SecureClientSessionOptions {
  headers?: Record<string, string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what `KUBECONFIG` names, or `~/.kube/config`, as kubectl does. */
export function createKubeconfigCredentials(environment: Environment): ApiCredentials {
  let loading: Promise<KubeConfig> | undefined;
  const load = () => (loading ??= loadKubeconfig(environment));
  const loadOptions = async () => {
    const options: HttpsOptions = {};
    await (await load()).applyToHTTPSOptions(options);
    return options;
  };
  return {
    load: async () => {
      const cluster = (await load()).getCurrentCluster();
      if (cluster === null) throw new Error('the kubeconfig has no current cluster');
      const { headers, ...tls } = await loadOptions();
      return { server: cluster.server, tls };
    },
    loadToken: async () => {
      const { headers } = await loadOptions();
      return headers?.['Authorization']?.replace(/^Bearer /, '');
    },
    loadNamespace: async () => {
      const config = await load();
      return config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
    },
  };
}

async function loadKubeconfig(environment: Environment): Promise<KubeConfig> {
  const name = '@kubernetes/client-node';
  const module = (await import(name).catch((cause: unknown) => {
    throw new Error(`a kubeconfig is read by ${name}, which is not installed`, { cause });
  })) as { KubeConfig: new () => KubeConfig & { loadFromFile(path: string): void } };
  const config = new module.KubeConfig();
  const path = environment['KUBECONFIG'];
  if (path) config.loadFromFile(path);
  else config.loadFromDefault();
  return config;
}
