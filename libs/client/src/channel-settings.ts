import type { GuardChange } from '@ballast/breaking';
import type { Mesh } from '@ballast/config';
import type { Policy, PolicySource } from '@ballast/policy';
import type * as grpc from '@grpc/grpc-js';
import { resolvePolicy } from './service-policy.ts';

/** How a client reaches a service. Everything but the target has a default that is meant to be kept. */
export interface ChannelSettings {
  /** gRPC target URI: `file:///…`, `static:///…`, `env:///…`, `dns:///…` and all that grpc-js knows. */
  readonly target: string;
  /**
   * The service's published policy, or one that follows an operator's file (`openPolicy`): then a
   * change reaches calls at once. Default: `ballast` balancing, no timeouts, no retries.
   */
  readonly policy?: Policy | PolicySource | undefined;
  /**
   * Paths (`/package.Service/Method`) of methods that may be repeated: those whose contract says so by
   * its `idempotency_level`. Only they are retried or hedged, as the policy says. Default: none
   * besides those that the policy itself calls idempotent.
   */
  readonly idempotentMethods?: readonly string[] | undefined;
  /**
   * The mesh that this process is in (`loadMesh` of @ballast/config). Where a proxy on the way balances
   * and repeats calls, the client does neither: one virtual address, and the rest of the policy. Default: none.
   */
  readonly mesh?: Pick<Mesh, 'mode' | 'hasWaypoint'> | undefined;
  /** Told of every breaker that opens or closes, at once. Must not throw. Default: nobody. */
  readonly onBreakerChange?: ((change: GuardChange) => void) | undefined;
  /**
   * Whether it connects when it is made, so that the first call does not pay for finding and reaching
   * its service: for a server's own dependencies. Default: false, with the first call.
   */
  readonly connectsAtOnce?: boolean | undefined;
  /** Default: plain text. See `loadTlsCredentials` for TLS. */
  readonly credentials?: grpc.ChannelCredentials | undefined;
  /**
   * Where this process runs, in the words of discovery's zones: a policy with `zonePreference` stays
   * there while it can. Default: none, all zones are alike.
   */
  readonly zone?: string | undefined;
  /** How requests are compressed. Default: `none`. Answers may be compressed in any case. */
  readonly compression?: 'none' | 'gzip' | undefined;
  /** Largest answer message, in bytes, 1 to 2^31 - 1. Default: 4 MiB. Above: RESOURCE_EXHAUSTED. */
  readonly maxReceiveBytes?: number | undefined;
  /** Largest request message, in bytes, 1 to 2^31 - 1. Default: 4 MiB. Above: RESOURCE_EXHAUSTED. */
  readonly maxSendBytes?: number | undefined;
  /**
   * How long a connection may be silent before it is asked for a sign of life (a PING), with calls or
   * without, in milliseconds, 10 to 2^31 - 1. Default: 10 000. Same as GRPC_ARG_KEEPALIVE_TIME_MS.
   */
  readonly keepaliveTimeMs?: number | undefined;
  /**
   * How long it may take to answer before it is dropped and its calls fail with UNAVAILABLE, in
   * milliseconds, 10 to 2^31 - 1. Default: 5000. Same as GRPC_ARG_KEEPALIVE_TIMEOUT_MS.
   */
  readonly keepaliveTimeoutMs?: number | undefined;
  /**
   * How long a peer that has accepted a connection may take for the TLS and HTTP/2 handshakes, in
   * milliseconds, 10 to 2^31 - 1. Default: 5000. grpc-js itself would wait for ever.
   */
  readonly handshakeTimeoutMs?: number | undefined;
  /** First pause before a broken connection is tried again, in milliseconds, ≥ 1. Default: 100. */
  readonly initialBackoffMs?: number | undefined;
  /** Longest such pause, in milliseconds, ≥ initialBackoffMs. Default: 5000. */
  readonly maxBackoffMs?: number | undefined;
  /**
   * What a call may hold of its requests in order to send them again, in bytes, 1 to 2^31 - 1.
   * Default: 256 KiB. It is also how far a stream of requests runs ahead of a server that does not
   * read. A request above it is not retried.
   */
  readonly retryBufferBytes?: number | undefined;
  /** Channel options of grpc-js, over all of the above. Default: none. */
  readonly channelOptions?: grpc.ChannelOptions | undefined;
}

export type ResolvedChannelSettings = {
  readonly [Name in Exclude<keyof ChannelSettings, 'onBreakerChange'>]-?: Exclude<
    ChannelSettings[Name],
    undefined
  >;
} & Pick<Required<ChannelSettings>, 'onBreakerChange'> & { readonly policy: PolicySource };

const MAX_INT32 = 2 ** 31 - 1;

/** @throws RangeError naming the field, the rule and the value; PolicyError. */
export function resolveChannelSettings(
  settings: ChannelSettings,
  plaintext: grpc.ChannelCredentials,
): ResolvedChannelSettings {
  const initialBackoffMs = within('initialBackoffMs', settings.initialBackoffMs ?? 100, 1);
  return {
    target: settings.target,
    policy: resolvePolicy(settings.policy),
    idempotentMethods: settings.idempotentMethods ?? [],
    mesh: settings.mesh ?? { mode: 'none', hasWaypoint: false },
    onBreakerChange: settings.onBreakerChange,
    connectsAtOnce: settings.connectsAtOnce ?? false,
    credentials: settings.credentials ?? plaintext,
    zone: settings.zone ?? '',
    compression: settings.compression ?? 'none',
    maxReceiveBytes: within('maxReceiveBytes', settings.maxReceiveBytes ?? 4 * 1024 * 1024, 1),
    maxSendBytes: within('maxSendBytes', settings.maxSendBytes ?? 4 * 1024 * 1024, 1),
    keepaliveTimeMs: within('keepaliveTimeMs', settings.keepaliveTimeMs ?? 10_000, 10),
    keepaliveTimeoutMs: within('keepaliveTimeoutMs', settings.keepaliveTimeoutMs ?? 5000, 10),
    handshakeTimeoutMs: within('handshakeTimeoutMs', settings.handshakeTimeoutMs ?? 5000, 10),
    initialBackoffMs,
    maxBackoffMs: within('maxBackoffMs', settings.maxBackoffMs ?? 5000, initialBackoffMs),
    retryBufferBytes: within('retryBufferBytes', settings.retryBufferBytes ?? 256 * 1024, 1),
    channelOptions: settings.channelOptions ?? {},
  };
}

function within(field: string, value: number, min: number): number {
  if (value >= min && value <= MAX_INT32) return value;
  throw new RangeError(`client.${field} must be within ${min} to ${MAX_INT32}, got ${value}`);
}
