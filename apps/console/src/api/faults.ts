/** Everything that can be made to go wrong. */
export interface FaultCatalogue {
  readonly toggles: readonly FaultToggle[];
  /** By service: full names of its methods, `package.Service/Method`. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
}

/** One way to misbehave; all run on a replica until their time is over. */
export interface FaultToggle {
  /** `latency`, `abort`, `hang`, `drop`, `slowStream`, `corrupt`, `cpuBurn`, `memoryGrowth`, `eventLoopBlock`, `notServing` */
  readonly id: string;
  /** `Slow answers` */
  readonly title: string;
  /** A sentence. */
  readonly what: string;
  readonly parameters: readonly FaultParameter[];
  /** `share` and `methods` mean something for it. */
  readonly isAboutCalls: boolean;
}

export interface FaultParameter {
  readonly name: string;
  readonly title: string;
  readonly unit: 'ms' | 'KiB' | 'MiB' | 'messages' | 'status' | '';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** Where only some values make sense: a gRPC status. */
  readonly choices?: readonly { readonly value: number; readonly title: string }[];
}

/** All replicas named, or none. */
export type FaultsRequest =
  | {
      readonly action: 'set';
      /** Ids, 1 to 64. */
      readonly replicas: readonly string[];
      readonly fault: FaultChoice;
    }
  | {
      readonly action: 'clear';
      /** Ids; none: every replica. */
      readonly replicas: readonly string[];
      /** None: all faults. */
      readonly names?: readonly string[];
    };

export interface FaultChoice {
  /** {@link FaultToggle.id}; it is the name of the fault too: the same again takes its place. */
  readonly toggle: string;
  /** By {@link FaultParameter.name}; what is absent has its default. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** `package.Service/Method`, `package.Service/*`, or `*`. Default `*`. */
  readonly methods?: string;
  /** Of the calls, (0, 1]. Default 1. */
  readonly share?: number;
  /** 1000 to 3 600 000. Default 60 000. */
  readonly ttlMs?: number;
}

export interface FaultsAnswer {
  /** All that are in force now, everywhere. */
  readonly faults: readonly ActiveFault[];
  /** Replicas that could not be told, and why. */
  readonly failed: readonly { readonly replica: string; readonly detail: string }[];
}

export interface ActiveFault {
  readonly replica: string;
  readonly name: string;
  /** {@link FaultToggle.id} */
  readonly toggle: string;
  /** `latency 500 ms, 30 % of calls` */
  readonly text: string;
  readonly methods: string;
  readonly share: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** Calls that it has hit. */
  readonly hits: number;
  readonly remainingMs: number;
}
