import type { AdmissionOptions } from '@ballast/admission';
import type { Mesh } from '@ballast/config';
import type {
  ServerCredentials,
  ServerInterceptor,
  ServerOptions as GrpcOptions,
} from '@grpc/grpc-js';
import type { FaultSet } from '@ballast/faults';
import type { Implementation } from './implement.ts';
import type { ServerLogger } from './logger.ts';
import type { CallObserver } from './protection/call-observer.ts';
import type { TlsFiles } from './tls/tls-files.ts';

export interface ServerOptions {
  /** `host:port` to listen on; port 0 takes a free one; an IPv6 host stands in brackets. */
  readonly address: string;
  /** What is served, from `implement`. None: only the admin service, health, reflection and channelz. */
  readonly services: readonly Implementation[];
  /**
   * A binary `google.protobuf.FileDescriptorSet` that describes every served method, with imports:
   * requests are held against its `buf.validate` rules, and reflection shows it.
   */
  readonly descriptors: Uint8Array;
  readonly logger: ServerLogger;
  /** Serves TLS from these files. Default: no TLS. */
  readonly tls?: TlsFiles | undefined;
  /** Credentials of grpc-js, instead of `tls`. Default: insecure. */
  readonly credentials?: ServerCredentials | undefined;
  /**
   * How the server protects itself from more calls than it can serve: see `@ballast/admission`.
   * false admits everything. Default: on, with its defaults.
   */
  readonly admission?: AdmissionOptions | false | undefined;
  /**
   * Is told of every call, from its headers to its status, refused ones included, instead of tracing
   * (`@ballast/tracing`). Default: spans and metrics of each call, as the process is set up for them.
   */
  readonly observer?: CallObserver | undefined;
  /**
   * Whether a control plane says how it serves (gRFC A36, proxyless): mutual TLS, who may call what. Then
   * `address` has to have an IP address and a port other than 0, and `tls` and `credentials` are not
   * taken. The server starts when the control plane knows its listener. Default: false.
   */
  readonly xdsServer?: boolean | undefined;
  /**
   * A second port of the same host, for health alone and in plain text: for probes that have no
   * certificate. Default: none.
   */
  readonly healthPort?: number | undefined;
  /**
   * The mesh that this process is in (`loadMesh` of @ballast/config): stands in the log and in what the
   * admin service says. Default: nothing is said of one.
   */
  readonly mesh?: Mesh | undefined;
  /** In the order in which a request meets them, behind admission. Default: none. */
  readonly interceptors?: readonly ServerInterceptor[] | undefined;
  /**
   * What is to go wrong here on purpose, set by `ballast.faults.v1.FaultService`, which is then served
   * too and has to be in `descriptors`. Whoever reaches the server can then break it. Default: none.
   */
  readonly faults?: FaultSet | undefined;
  /**
   * How long the server goes on taking calls after health says NOT_SERVING, so that callers have
   * time to see it, in milliseconds. Default 1000; 0 to 600 000. Kubernetes wants 5000 or more.
   */
  readonly drainDelayMs?: number | undefined;
  /**
   * How long calls in flight may go on after that, in milliseconds. Default 10 000; 0 to
   * 3 600 000. Then each of them is ended with UNAVAILABLE, reason `SERVER_DRAINING`.
   */
  readonly drainGraceMs?: number | undefined;
  /**
   * The largest request message, in bytes. Default 4 MiB; 1 to 1 GiB. A larger one:
   * RESOURCE_EXHAUSTED. Same as GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH.
   */
  readonly maxReceiveBytes?: number | undefined;
  /**
   * The largest response message, in bytes. Default 4 MiB, what callers take by default; 1 to
   * 1 GiB. A larger one: RESOURCE_EXHAUSTED, reason `RESPONSE_TOO_LARGE`.
   */
  readonly maxSendBytes?: number | undefined;
  /**
   * A connection is asked for a sign of life this often, in milliseconds. Default 30 000; 1000 to
   * 86 400 000. Same as GRPC_ARG_KEEPALIVE_TIME_MS.
   */
  readonly keepaliveTimeMs?: number | undefined;
  /** And is dropped when none comes for this long, in milliseconds. Default 10 000; 100 to 600 000. */
  readonly keepaliveTimeoutMs?: number | undefined;
  /**
   * A connection is told to go (GOAWAY) at this age, so that callers spread over new servers, in
   * milliseconds, ±10 % by chance (grpc-js does that). Default 1 800 000 (30 minutes); 1000 to
   * 86 400 000.
   */
  readonly maxConnectionAgeMs?: number | undefined;
  /**
   * How long its calls may go on after that, in milliseconds; 100 to 86 400 000. Default: as long
   * as they like, as in every gRPC: a cut stream would look like a failure of this server.
   */
  readonly maxConnectionAgeGraceMs?: number | undefined;
  /**
   * Cancelled calls a second that one connection may carry, ten times as many in a burst. Beyond, the
   * connection is ended: the defence against rapid resets. Default 1000; 1 to 1 000 000. Node's own
   * default, 33 and 1000 in a burst, would end the connection of a busy gateway.
   */
  readonly maxCancellationsPerSecond?: number | undefined;
  /** Further options of grpc-js, over all the above. Default: none. */
  readonly grpcOptions?: Omit<GrpcOptions, 'interceptors'> | undefined;
}

type WithoutDefault =
  'observer' | 'mesh' | 'healthPort' | 'tls' | 'credentials' | 'faults' | 'maxConnectionAgeGraceMs';

export type ResolvedServerOptions = Pick<ServerOptions, WithoutDefault> & {
  readonly [Field in Exclude<keyof ServerOptions, WithoutDefault>]-?: Exclude<
    ServerOptions[Field],
    undefined
  >;
};

const dayMs = 86_400_000;
const mebibyte = 1024 * 1024;

/** @throws RangeError or TypeError naming the field, the rule and the value. */
export function resolveServerOptions(options: ServerOptions): ResolvedServerOptions {
  if (options.tls !== undefined && options.credentials !== undefined) {
    throw new TypeError('server.tls and server.credentials exclude each other, got both');
  }
  if (options.xdsServer === true && (options.tls ?? options.credentials) !== undefined) {
    throw new TypeError('server.xdsServer must not be true together with tls or credentials');
  }
  return {
    ...options,
    xdsServer: options.xdsServer ?? false,
    admission: options.admission ?? {},
    interceptors: options.interceptors ?? [],
    drainDelayMs: within('drainDelayMs', options.drainDelayMs ?? 1000, 0, 600_000),
    drainGraceMs: within('drainGraceMs', options.drainGraceMs ?? 10_000, 0, 3_600_000),
    maxReceiveBytes: within('maxReceiveBytes', options.maxReceiveBytes ?? 4 * mebibyte, 1, 2 ** 30),
    maxSendBytes: within('maxSendBytes', options.maxSendBytes ?? 4 * mebibyte, 1, 2 ** 30),
    keepaliveTimeMs: within('keepaliveTimeMs', options.keepaliveTimeMs ?? 30_000, 1000, dayMs),
    keepaliveTimeoutMs: within(
      'keepaliveTimeoutMs',
      options.keepaliveTimeoutMs ?? 10_000,
      100,
      600_000,
    ),
    maxConnectionAgeMs: within(
      'maxConnectionAgeMs',
      options.maxConnectionAgeMs ?? 1_800_000,
      1000,
      dayMs,
    ),
    maxConnectionAgeGraceMs:
      options.maxConnectionAgeGraceMs === undefined
        ? undefined
        : within('maxConnectionAgeGraceMs', options.maxConnectionAgeGraceMs, 100, dayMs),
    maxCancellationsPerSecond: within(
      'maxCancellationsPerSecond',
      options.maxCancellationsPerSecond ?? 1000,
      1,
      1_000_000,
    ),
    grpcOptions: options.grpcOptions ?? {},
  };
}

function within(field: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`server.${field} must be a whole number in [${min}, ${max}], got ${value}`);
}
