import type { RateLimit, ResolvedRateLimit } from './rates/rate-limit.ts';
import { readLoopIdleMs } from './loop/loop-watch.ts';

/** How a server protects itself. Everything has a default that is meant to be kept. */
export interface AdmissionOptions {
  /**
   * So many calls at a time, or in one turn of a busy event loop, are served whatever the signs,
   * 1 to maxLimit. Default: 100: a process that begins, or that its neighbours starve, must not refuse
   * the little it is asked, and a hundred small calls are no more than a moment's work. A server that
   * can work on fewer at a time (a pool of four, computing) sets it to about that many: down here the
   * overload of such a server is not seen.
   */
  readonly minLimit?: number | undefined;
  /**
   * Never more calls at a time than this, however calm the server is: what it has memory for. Also
   * where the limit starts, so that a burst at the start passes. ≥ 1. Default: 1000.
   */
  readonly maxLimit?: number | undefined;
  /**
   * More calls than the limit are an overload after so long, in milliseconds, 1 to 60 000. Default:
   * 100, CoDel's interval. Shorter refuses bursts.
   */
  readonly intervalMs?: number | undefined;
  /**
   * An event loop without time to spare is an overload after so long, in milliseconds, 1 to 60 000.
   * Default: 500. Code that runs for the first time keeps a loop busy for some 100 ms.
   */
  readonly busyLoopMs?: number | undefined;
  /**
   * The overload is over once nobody was refused for so long, in milliseconds, 1 to 60 000.
   * Default: 1000.
   */
  readonly calmAfterMs?: number | undefined;
  /**
   * An event loop without time to spare may take on so many milliseconds of work in one turn,
   * 1 to 1000. Default: 10. What comes in a turn waits for one and a half on average.
   */
  readonly turnMs?: number | undefined;
  /** Streams that may be open at a time, ≥ 1. Default: 1000. */
  readonly maxStreams?: number | undefined;
  /** Clients that are remembered, ≥ 2. Default: 1024. Those that called last stay. */
  readonly maxClients?: number | undefined;
  /** A call needs a token of each that applies to it. Default: none. */
  readonly rateLimits?: readonly RateLimit[] | undefined;
  /**
   * Methods that are never refused nor counted, by prefix of their path. Default: health,
   * reflection, channelz (`/grpc.`), and `/ballast.admin.`, `/ballast.faults.`: whoever asks what is
   * wrong must get an answer when something is.
   */
  readonly exempt?: readonly string[] | undefined;
  /** The event loop's idle time since its start, in milliseconds. Default: what Node measures. */
  readonly readIdleMs?: (() => number) | undefined;
  /** Uniform in [0, 1). Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

export type ResolvedAdmissionOptions = {
  readonly [Name in keyof AdmissionOptions]-?: Exclude<AdmissionOptions[Name], undefined>;
} & { readonly rateLimits: readonly ResolvedRateLimit[] };

/** What `exempt` is unless told otherwise. */
export const NEVER_REFUSED: readonly string[] = ['/grpc.', '/ballast.admin.', '/ballast.faults.'];
const MAX_COUNT = 1_000_000;

/** @throws RangeError naming the field, the rule and the value. */
export function resolveAdmissionOptions(options: AdmissionOptions = {}): ResolvedAdmissionOptions {
  const maxLimit = within('maxLimit', options.maxLimit ?? 1000, 1, MAX_COUNT);
  return {
    minLimit: within('minLimit', options.minLimit ?? Math.min(100, maxLimit), 1, maxLimit),
    maxLimit,
    intervalMs: within('intervalMs', options.intervalMs ?? 100, 1, 60_000),
    busyLoopMs: within('busyLoopMs', options.busyLoopMs ?? 500, 1, 60_000),
    calmAfterMs: within('calmAfterMs', options.calmAfterMs ?? 1_000, 1, 60_000),
    turnMs: within('turnMs', options.turnMs ?? 10, 1, 1_000),
    maxStreams: within('maxStreams', options.maxStreams ?? 1_000, 1, MAX_COUNT),
    maxClients: within('maxClients', options.maxClients ?? 1_024, 2, MAX_COUNT),
    rateLimits: (options.rateLimits ?? []).map(resolveRateLimit),
    exempt: options.exempt ?? NEVER_REFUSED,
    readIdleMs: options.readIdleMs ?? readLoopIdleMs,
    random: options.random ?? Math.random,
  };
}

function resolveRateLimit(limit: RateLimit, index: number): ResolvedRateLimit {
  const field = `rateLimits[${index}]`;
  const { methods, per } = limit;
  if (!methods.startsWith('/')) {
    throw new RangeError(`admission.${field}.methods must start with '/', got '${methods}'`);
  }
  const callsPerSecond = limit.callsPerSecond;
  within(`${field}.callsPerSecond`, callsPerSecond, Number.MIN_VALUE, MAX_COUNT);
  const burst = limit.burst ?? Math.max(1, callsPerSecond);
  return { methods, per, callsPerSecond, burst: within(`${field}.burst`, burst, 1, MAX_COUNT) };
}

function within(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  const range = min === Number.MIN_VALUE ? `above 0, up to ${max}` : `within ${min} to ${max}`;
  throw new RangeError(`admission.${field} must be ${range}, got ${value}`);
}
