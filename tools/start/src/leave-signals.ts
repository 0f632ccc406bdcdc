/** What a person at the terminal, or whoever started the command, asks for by signals. */
export interface LeaveListener {
  /** The first SIGINT or SIGTERM. Called once. */
  leave(): void;
  /** A further one. Called once. */
  hurry(): void;
}

/**
 * One press of Ctrl-C arrives more than once: from the terminal, which tells the whole foreground
 * group, and from npm and its like, which pass it on.
 */
const ECHO_MS = 500;

export function listenForLeaveSignals({ leave, hurry }: LeaveListener): void {
  let firstMs: number | undefined;
  let hurried = false;
  const onSignal = (): void => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      return leave();
    }
    if (hurried || performance.now() - firstMs < ECHO_MS) return;
    hurried = true;
    hurry();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
}
