/** Why a program should leave. */
export type LeaveReason = 'SIGTERM' | 'SIGINT' | 'disconnect';

/** Calls back when the process is asked to leave, and again when it is asked to hurry. */
export interface LeaveListener {
  /** The first signal, or the end of the supervisor's IPC channel. Called at most once. */
  leave(reason: LeaveReason): void;
  /** A further signal. Called at most once. */
  hurry(): void;
}

/**
 * Ctrl-C in a terminal sends SIGINT to the whole process group, and a supervisor answers its own
 * SIGINT with a SIGTERM to each child. A child gets both for one press of a key: within this time,
 * the other signal is an echo of the first.
 */
const ECHO_MS = 1000;

/** Listens to signals and the IPC channel for the rest of the process's life. */
export function listenForLeaveRequests(listener: LeaveListener): void {
  let first: { readonly reason: LeaveReason; readonly atMs: number } | undefined;
  let hurried = false;

  const onSignal = (signal: 'SIGTERM' | 'SIGINT'): void => {
    if (first === undefined || first.reason === 'disconnect') {
      const isLeaving = first !== undefined;
      first = { reason: signal, atMs: performance.now() };
      if (!isLeaving) listener.leave(signal);
      return;
    }
    const isEcho = signal !== first.reason && performance.now() - first.atMs < ECHO_MS;
    if (isEcho || hurried) return;
    hurried = true;
    listener.hurry();
  };

  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // A supervisor that was killed outright cannot stop its children, but the kernel closes its end
  // of the channel. It never hurries anything: a dying supervisor may have sent a signal just before.
  const onDisconnect = (): void => {
    if (first !== undefined) return;
    first = { reason: 'disconnect', atMs: performance.now() };
    listener.leave('disconnect');
  };
  // False, not undefined: there was a channel, and it ended while this program was being loaded.
  if (process.connected === false) onDisconnect();
  else process.once('disconnect', onDisconnect);
}
