/** A program that has started and serves. */
export interface RunningProgram {
  /** Where it listens, `host:port`. */
  readonly address: string;
  /** Where its admin service listens, where that is another address. */
  readonly adminAddress?: string | undefined;
  /** Takes no new work, finishes what it has, frees everything. Rejects only when it cannot. */
  drain(): Promise<void>;
  /** Drops everything at once. */
  force(): void;
}

/**
 * Builds and starts a program from its environment.
 *
 * @param signal aborted when the program is told to leave before it has started; a start that waits
 *   for something (a database, a lock) should give up then.
 * @throws ConfigError when the environment is unusable.
 */
export type Start = (
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
) => Promise<RunningProgram>;

/** What a program tells a supervisor over the IPC channel once it serves. */
export interface ListeningMessage {
  readonly type: 'ballast.listening';
  /** `host:port`. */
  readonly address: string;
  /** The same, of its admin service, where that is another address. */
  readonly adminAddress?: string | undefined;
}

export function isListeningMessage(value: unknown): value is ListeningMessage {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'ballast.listening' &&
    'address' in value &&
    typeof value.address === 'string'
  );
}
