/** How important a call is: the words of the header `ballast-criticality`. */
export type Criticality = 'critical' | 'default' | 'sheddable';

/** One way to misbehave, and the calls that it hits. */
export interface Fault {
  /** What it is called when it is replaced or cleared: 1 to 64 letters, digits, `.`, `_`, `-`. */
  readonly name: string;
  /**
   * `package.Service/Method`, `package.Service/*`, or `*`. The last means all but FaultService, which
   * no fault touches, and those of package `grpc`: health, reflection and channelz have to be named.
   */
  readonly methods: string;
  /** The share of these calls that it hits, by chance: 0 to 1. Default: 1. */
  readonly share?: number | undefined;
  /** Only calls of this criticality. Default: all. */
  readonly criticality?: Criticality | undefined;
  /** It ends by itself after so many milliseconds: 1 to 3 600 000. Default: 60 000. */
  readonly ttlMs?: number | undefined;
  readonly effect: FaultEffect;
}

/** What happens to a call that is hit. */
export type FaultEffect =
  /** It reaches its handler later. */
  | { readonly kind: 'latency'; readonly delay: Delay }
  /** It fails with a status but OK, instead of response message number `afterMessages` + 1. */
  | {
      readonly kind: 'abort';
      /** 1 to 16. */
      readonly code: number;
      /** Up to 256 characters. Default: that the fault was injected. */
      readonly message?: string | undefined;
      /** 0 to 1 000 000. Default: 0, the handler never sees the call. */
      readonly afterMessages?: number | undefined;
    }
  /** It waits until its caller leaves or the fault ends; then it is served. */
  | { readonly kind: 'hang' }
  /** Its connection is reset, with every other call on it. `afterMessages` as of `abort`. */
  | { readonly kind: 'drop'; readonly afterMessages?: number | undefined }
  /** Every message of it, in both directions, is passed on later. */
  | { readonly kind: 'slowStream'; readonly delay: Delay }
  /** The bytes of its response messages are flipped, so that no codec can read them. */
  | { readonly kind: 'corrupt' }
  /** It costs processor time before it is served, in slices that let others through: 1 to 1000 ms. */
  | { readonly kind: 'cpuBurn'; readonly cpuMs: number }
  /** It leaves small objects behind: 1 to 16 384 KiB a call, up to 1 to 256 MiB. */
  | {
      readonly kind: 'memoryGrowth';
      readonly kibibytes: number;
      readonly maxMebibytes: number;
    }
  /** It blocks the event loop for 1 to 5000 ms, for at most half of all time. */
  | { readonly kind: 'eventLoopBlock'; readonly blockMs: number }
  /** Health says NOT_SERVING of the services. No share, no criticality, and whole services only. */
  | { readonly kind: 'notServing' };

/** How long something takes. Every field in milliseconds is within 0 to 60 000, and so is every delay. */
export type Delay =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** `sigma`: standard deviation of the logarithm, 0 to 5. 1 puts the p99 at ten times the median. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  /** `shape`: 0.1 to 100; the smaller, the heavier the tail. */
  | { readonly kind: 'pareto'; readonly minMs: number; readonly shape: number };

/** A fault whose defaults are applied. */
export type ResolvedFault = Fault & {
  readonly share: number;
  readonly ttlMs: number;
};
