// etcd v3 over its own JSON gateway, with plain HTTP: the npm package etcd3 (1.1.2) would
// bring a second cockatiel and generated code for calls that are five POSTs.
// https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/

import type { IncomingMessage } from 'node:http';
import { postJson, readLines, readText, type PostOptions } from './post-json.ts';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A change of one key; `value` is undefined where it was deleted or its lease ended. */
export interface KeyChange {
  readonly key: string;
  readonly value: string | undefined;
}

export interface EtcdApi {
  /** All keys with a prefix, and the revision at which that was so. */
  list(prefix: string, signal: AbortSignal): Promise<{ entries: KeyValue[]; revision: bigint }>;
  /**
   * Changes after a revision, until the server or the signal ends it.
   * @throws Error where the revision is compacted, or the connection breaks
   */
  watch(
    prefix: string,
    afterRevision: bigint,
    onChanges: (changes: readonly KeyChange[], revision: bigint) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Makes a lease; resolves to its id. */
  grantLease(ttlSeconds: number, signal: AbortSignal): Promise<string>;
  /** Resolves to what is left of it in seconds; 0 when it has ended. */
  keepLeaseAlive(lease: string, signal: AbortSignal): Promise<number>;
  revokeLease(lease: string, signal: AbortSignal): Promise<void>;
  put(key: string, value: string, lease: string, signal: AbortSignal): Promise<void>;
}

interface WatchLine {
  readonly result?: {
    readonly header: { readonly revision: string };
    readonly canceled?: boolean;
    readonly cancel_reason?: string;
    readonly compact_revision?: string;
    readonly events?: readonly {
      readonly type?: 'DELETE';
      readonly kv: { readonly key: string; readonly value?: string };
    }[];
  };
  readonly error?: { readonly message?: string };
}

/** @param servers base URLs such as `http://127.0.0.1:2379`; the first that answers is used */
export function createEtcdApi(servers: readonly string[]): EtcdApi {
  const post = async (
    path: string,
    body: object,
    options: PostOptions,
  ): Promise<IncomingMessage> => {
    const failures: string[] = [];
    for (const server of servers) {
      try {
        return await postJson(`${server}/v3/${path}`, body, options);
      } catch (error) {
        options.signal.throwIfAborted();
        failures.push(`${server}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new Error(`etcd ${failures.join('; ')}`);
  };
  const call = async <T>(path: string, body: object, signal: AbortSignal): Promise<T> =>
    JSON.parse(await readText(await post(path, body, { signal, timeoutMs: 5_000 }))) as T;

  return {
    async list(prefix, signal) {
      const found = await call<{
        header: { revision: string };
        kvs?: readonly { key: string; value?: string }[];
      }>('kv/range', rangeOf(prefix), signal);
      const entries = (found.kvs ?? []).map(({ key, value = '' }) => ({
        key: decode(key),
        value: decode(value),
      }));
      return { entries, revision: BigInt(found.header.revision) };
    },
    async watch(prefix, afterRevision, onChanges, signal) {
      const request = { ...rangeOf(prefix), start_revision: String(afterRevision + 1n) };
      const response = await post('watch', { create_request: request }, { signal });
      for await (const line of readLines(response)) {
        const { result, error } = JSON.parse(line) as WatchLine;
        if (result === undefined || result.canceled) {
          throw new Error(
            `etcd ended the watch: ${result?.cancel_reason ?? error?.message ?? line}`,
          );
        }
        const changes = (result.events ?? []).map(({ type, kv }) => ({
          key: decode(kv.key),
          value: type === 'DELETE' ? undefined : decode(kv.value ?? ''),
        }));
        if (changes.length > 0) onChanges(changes, BigInt(result.header.revision));
      }
    },
    async grantLease(ttlSeconds, signal) {
      const { ID } = await call<{ ID: string }>('lease/grant', { TTL: String(ttlSeconds) }, signal);
      return ID;
    },
    async keepLeaseAlive(lease, signal) {
      const { result } = await call<{ result?: { TTL?: string } }>(
        'lease/keepalive',
        { ID: lease },
        signal,
      );
      return Number(result?.TTL ?? 0);
    },
    async revokeLease(lease, signal) {
      await call('lease/revoke', { ID: lease }, signal);
    },
    async put(key, value, lease, signal) {
      await call('kv/put', { key: encode(key), value: encode(value), lease }, signal);
    },
  };
}

/** All keys that begin with the prefix: up to the prefix with its last byte raised by one. */
function rangeOf(prefix: string): { key: string; range_end: string } {
  const end = Buffer.from(prefix);
  end[end.length - 1] = (end[end.length - 1] as number) + 1;
  return { key: encode(prefix), range_end: end.toString('base64') };
}

const encode = (text: string) => Buffer.from(text).toString('base64');
const decode = (text: string) => Buffer.from(text, 'base64').toString();
