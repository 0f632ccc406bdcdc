import type { Decisions } from './decisions.ts';
import type { ExperimentRun } from './experiments.ts';
import type { ActiveFault } from './faults.ts';
import type { LoadState } from './load.ts';
import type { Replica, ServiceMap } from './map.ts';
import type { PlatformState } from './platform.ts';
import type { OrderState } from './shop.ts';
import type { TraceSummary } from './traces.ts';

/** All that changes by itself, at one moment. */
export interface Snapshot {
  readonly atMs: number;
  readonly map: ServiceMap;
  readonly replicas: readonly Replica[];
  readonly decisions: Decisions;
  readonly faults: readonly ActiveFault[];
  readonly platform: PlatformState;
  readonly load: LoadState;
  /** The one that runs, or the last one; null where there was none. */
  readonly experiment: ExperimentRun | null;
  /** What is wrong now; the worst first. */
  readonly alerts: readonly Alert[];
  /** What has happened; the youngest first, at most 40. */
  readonly happenings: readonly Happening[];
  /** Youngest first, at most 20. */
  readonly recentOrders: readonly RecentOrder[];
  /** Traces with an error; youngest first, at most 20. */
  readonly recentErrors: readonly TraceSummary[];
  readonly window: WindowState;
}

/** Something that is wrong as long as it is listed. */
export interface Alert {
  /** The same from snapshot to snapshot as long as it is the same trouble. */
  readonly id: string;
  readonly severity: 'warning' | 'critical';
  /** `orders#1 is dead` */
  readonly text: string;
  readonly sinceMs: number;
  /** Whom it is about; absent: the whole. */
  readonly replica?: string;
  /** A trace that shows it. */
  readonly traceId?: string;
}

/** Something that happened at a moment: a replica ended, a breaker opened, a fault was set. */
export interface Happening {
  readonly id: number;
  readonly atMs: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly kind:
    'replica' | 'ejection' | 'breaker' | 'fault' | 'platform' | 'experiment' | 'load' | 'console';
  readonly text: string;
  readonly replica?: string;
  readonly traceId?: string;
}

/** An order that somebody placed, wherever from. */
export interface RecentOrder {
  readonly orderId: string;
  readonly atMs: number;
  readonly traceId: string;
  /** As its trace tells; absent where it does not. */
  readonly state?: OrderState;
  readonly durationMs: number;
  readonly isError: boolean;
}

/** What the console keeps of what it is sent. */
export interface WindowState {
  readonly traces: number;
  readonly spans: number;
  readonly logs: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly oldestAtMs: number | null;
  /** Spans that came in, a second. */
  readonly spansPerSecond: number;
  /** Spans that made room for younger ones, since the start. */
  readonly spansDropped: number;
  /** Spans and logs that could not be read or found no room at all, since the start. */
  readonly refused: number;
  /** Of the console's own process. */
  readonly cpuRatio: number;
  readonly rssBytes: number;
}
