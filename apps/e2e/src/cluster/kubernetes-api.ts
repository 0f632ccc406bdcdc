import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

/** What a pod's service account is given; NODE_EXTRA_CA_CERTS names its ca.crt, so that all of Node trusts it. */
const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** An answer of the API server's that is not a success. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(what: string, status: number, text: string) {
    super(`${what}: HTTP ${status} ${text.slice(0, 300)}`);
    this.status = status;
  }
}

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** Kubernetes' API as JSON over HTTP. Paths such as `/api/v1/namespaces/ballast/pods`. */
export interface KubernetesApi {
  /** `wss://host:port` or `https://host:port`, and who we are. */
  readonly server: string;
  token(): string;
  read<T>(path: string): Promise<T>;
  /** Such as a log. */
  readText(path: string): Promise<string>;
  /** Undefined where there is none. */
  find<T>(path: string): Promise<T | undefined>;
  create(path: string, object: object): Promise<void>;
  /** A strategic merge patch, which knows lists such as containers by their names. */
  patch(path: string, change: object): Promise<void>;
  /** A merge patch (RFC 7396): null removes, lists are replaced. */
  merge(path: string, change: object): Promise<void>;
  /** A JSON patch (RFC 6902): step by step, and nothing where a test among them fails. */
  edit(path: string, steps: readonly object[]): Promise<void>;
  /** Nothing happens where there is none. */
  remove(path: string, options?: object): Promise<void>;
  /** Resolves when the server ends it, or the signal. */
  watch<T>(
    path: string,
    signal: AbortSignal,
    listener: (event: WatchEvent<T>) => void,
  ): Promise<void>;
}

/** The API server of the cluster that this process is a pod of. */
export function connectApi(environment: NodeJS.ProcessEnv = process.env): KubernetesApi {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const server = `https://${bracketed}:${environment['KUBERNETES_SERVICE_PORT'] ?? '443'}`;
  // Read anew each time: the kubelet replaces it.
  const token = () => readFileSync(`${account}/token`, 'utf8').trim();

  const send = async (method: string, path: string, body?: object, type = 'application/json') => {
    const response = await fetch(`${server}${path}`, {
      method,
      headers: { authorization: `Bearer ${token()}`, 'content-type': type },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(`${method} ${path}`, response.status, text);
    return text;
  };
  const orNone = async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  };
  const api: KubernetesApi = {
    server,
    token,
    readText: (path) => send('GET', path),
    read: async <T>(path: string) => JSON.parse(await send('GET', path)) as T,
    find: <T>(path: string) => orNone(api.read<T>(path)),
    create: async (path, object) => void (await send('POST', path, object)),
    patch: async (path, change) =>
      void (await send('PATCH', path, change, 'application/strategic-merge-patch+json')),
    merge: async (path, change) =>
      void (await send('PATCH', path, change, 'application/merge-patch+json')),
    edit: async (path, steps) =>
      void (await send('PATCH', path, steps, 'application/json-patch+json')),
    remove: async (path, options) => void (await orNone(send('DELETE', path, options ?? {}))),
    async watch<T>(path: string, signal: AbortSignal, listener: (event: WatchEvent<T>) => void) {
      const response = await fetch(`${server}${path}${path.includes('?') ? '&' : '?'}watch=true`, {
        headers: { authorization: `Bearer ${token()}` },
        signal,
      });
      if (!response.ok || response.body === null) {
        throw new ApiError(`watch ${path}`, response.status, await response.text());
      }
      for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
        listener(JSON.parse(line) as WatchEvent<T>);
      }
    },
  };
  return api;
}
