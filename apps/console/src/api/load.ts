/** Browsing and ordering that the console does by itself, through the gateway. */
export interface LoadState {
  readonly isRunning: boolean;
  /** Wanted requests a second; 0 where it does not run. */
  readonly perSecond: number;
  readonly maxPerSecond: number;
  /** Of the requests, orders; the rest reads. */
  readonly orderRatio: number;
  /** Within the last ten seconds: begun, and their end. */
  readonly sentPerSecond: number;
  readonly failedPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly inFlight: number;
  /** Not begun because too many were under way, since the load began. */
  readonly skipped: number;
  /** Since the load began. */
  readonly sent: number;
  readonly failed: number;
  /** It stops by itself then; null where it does not run. */
  readonly stopsAtMs: number | null;
  /** Why it does not run. */
  readonly stopped: 'never-started' | 'asked' | 'time-over' | 'nobody-looks' | null;
}

export interface LoadRequest {
  /** 0 stops it; whole, up to `maxPerSecond`. */
  readonly perSecond: number;
  /** Default 0.2. */
  readonly orderRatio?: number;
}
