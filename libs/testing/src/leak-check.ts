import { createHook } from 'node:async_hooks';
import { waitUntil } from './wait-until.ts';

/** Kinds of resources that somebody has to close, as `async_hooks` names them. */
const KINDS: ReadonlySet<string> = new Set([
  'FSEVENTWRAP',
  'PIPESERVERWRAP',
  'PIPEWRAP',
  'PROCESSWRAP',
  'STATWATCHER',
  'TCPSERVERWRAP',
  'TCPWRAP',
  'Timeout',
]);

/** Watches for resources that are opened and not closed again. */
export interface LeakCheck extends Disposable {
  /** Everything opened since the check was made and not closed yet, one text for each. */
  open(): string[];
  /**
   * Waits until nothing is open.
   *
   * @throws Error listing what is still open and where it was opened, when the time is up.
   * @param timeoutMs Default: 2000.
   */
  expectNone(timeoutMs?: number): Promise<void>;
}

/**
 * Starts to follow sockets, servers, pipes, processes, file watchers and timers, unref'ed ones too,
 * which `process.getActiveResourcesInfo()` leaves out.
 */
export function startLeakCheck(): LeakCheck {
  const openedAt = new Map<number, string>();
  const hook = createHook({
    init: (id, kind) => {
      if (KINDS.has(kind)) openedAt.set(id, `${kind} ${describeCaller(new Error())}`);
    },
    destroy: (id) => openedAt.delete(id),
  }).enable();
  const open = (): string[] => [...openedAt.values()];
  const expectNone = async (timeoutMs = 2000): Promise<void> => {
    // Waiting needs timers of its own: they are not looked at.
    const own = 'wait-until.ts';
    const isClean = (): boolean => open().every((one) => one.includes(own));
    await waitUntil(isClean, { what: 'everything is closed', timeoutMs }).catch((error: Error) => {
      const leaked = open().filter((one) => !one.includes(own));
      throw new Error(`${error.message}; still open:\n${leaked.join('\n')}`);
    });
  };
  return { open, expectNone, [Symbol.dispose]: () => void hook.disable() };
}

/** The first lines of the stack that are not Node's or this file's own. */
function describeCaller(error: Error): string {
  const lines = (error.stack ?? '').split('\n').slice(1);
  const callers = lines.filter((line) => !/node:|leak-check\.ts:/.test(line));
  return callers
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' ');
}
