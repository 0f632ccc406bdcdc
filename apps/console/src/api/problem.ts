/** RFC 9457. */
export interface Problem {
  readonly type: 'about:blank';
  /** The HTTP status in words. */
  readonly title: string;
  readonly status: number;
  /** What is wrong, in a sentence for the person at the screen. */
  readonly detail: string;
  /** For programs: `BAD_REQUEST`, `FOREIGN_ORIGIN`, `NO_PLATFORM`, `UNKNOWN_REPLICA`, `GATEWAY_AWAY`, … */
  readonly reason: string;
}
