/** When, relative to a step: before it leaves this process, or after its answer has come. */
export type Moment = 'before' | 'after';

/** Where a process kills itself: at the nth time of a step. */
export interface CrashPoint {
  /** A statement's text, or a remote method's path. */
  readonly step: string;
  /** Counted from 1, since the point was armed. */
  readonly occurrence: number;
  readonly moment: Moment;
}

/** What the agent in a process is told, over the process's IPC channel. */
export type AgentCommand =
  /** Load and run the program: a process that was started in advance waits for it. */
  | { readonly type: 'crash-points.go' }
  /** Kill yourself there. Answered. */
  | { readonly type: 'crash-points.arm'; readonly point: CrashPoint }
  /** Forget the steps so far. Answered. */
  | { readonly type: 'crash-points.record' }
  /** Answered by the steps since. */
  | { readonly type: 'crash-points.tell' };

/** What the agent answers. */
export interface AgentAnswer {
  readonly type: 'crash-points.answer';
  /** The steps since recording began, in the order in which they left. */
  readonly steps: readonly string[];
}

export function isAgentAnswer(value: unknown): value is AgentAnswer {
  return (value as Partial<AgentAnswer> | undefined)?.type === 'crash-points.answer';
}
