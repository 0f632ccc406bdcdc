import { isListeningMessage } from '@ballast/program';
import type { ChildProcess } from 'node:child_process';
import { createLineSplitter } from './split-lines.ts';

/** How a process ended. */
export interface InstanceEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly uptimeMs: number;
  /** The last it said on standard error, one line; empty where it said nothing. */
  readonly lastWords: string;
}

/** Where a process listens, `host:port`. */
export interface Addresses {
  readonly address: string;
  /** Where its admin service is; the same where it has no address of its own. */
  readonly adminAddress: string;
}

/** One process of a service, from its start to its end. */
export interface Instance {
  readonly pid: number;
  /** Resolves once it serves; rejects where it ends before. */
  readonly listening: Promise<Addresses>;
  isRunning(): boolean;
  /** Resolves the moment it has gone. */
  readonly exited: Promise<void>;
  /** Resolves a little later, when all that it said has been passed on. */
  readonly ended: Promise<InstanceEnd>;
  /** Asks it to drain, once, and kills it where it has not ended `graceMs` after any of the calls. */
  stop(graceMs: number): Promise<InstanceEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface InstanceOutput {
  (line: string, stream: 'stdout' | 'stderr'): void;
}

/** Ended before it served. */
export class NotListeningError extends Error {
  override readonly name = 'NotListeningError';
  readonly end: InstanceEnd;

  constructor(end: InstanceEnd) {
    super(`ended before it served: ${describeEnd(end)}`);
    this.end = end;
  }
}

const MAX_LAST_LINES = 40;
const OUTPUT_LIMIT_MS = 500;

/** Follows a process that was just started with an IPC channel and piped output. */
export function followInstance(child: ChildProcess, onLine: InstanceOutput): Instance {
  const startedMs = performance.now();
  const lastLines: string[] = [];
  pipeLines(child, 'stdout', onLine);
  pipeLines(child, 'stderr', (line, stream) => {
    lastLines.push(line);
    if (lastLines.length > MAX_LAST_LINES) lastLines.shift();
    onLine(line, stream);
  });

  const { promise: exited, resolve: onExit } = Promise.withResolvers<void>();
  const { promise: ended, resolve: onEnd } = Promise.withResolvers<InstanceEnd>();
  const end = (code: number | null, signal: NodeJS.Signals | null): void =>
    onEnd({
      code,
      signal,
      uptimeMs: performance.now() - startedMs,
      lastWords: findLastWords(lastLines),
    });
  let hasExited = false;
  let isStopping = false;
  child.once('exit', (code, signal) => {
    hasExited = true;
    onExit();
    // What it said last is still in the pipe, which a child of its own may hold open.
    const timer = setTimeout(end, OUTPUT_LIMIT_MS, code, signal);
    child.once('close', () => {
      clearTimeout(timer);
      end(code, signal);
    });
  });
  child.on('error', (error) => {
    lastLines.push(error.message);
    if (child.pid !== undefined) return;
    hasExited = true;
    onExit();
    end(null, null);
  });
  const listening = new Promise<Addresses>((resolve, reject) => {
    child.on('message', (message) => {
      if (!isListeningMessage(message)) return;
      const { address, adminAddress = address } = message;
      resolve({ address, adminAddress });
    });
    void ended.then((end) => reject(new NotListeningError(end)));
  });
  // Whoever only stops it need not look at this one.
  listening.catch(() => undefined);

  return {
    pid: child.pid ?? 0,
    listening,
    isRunning: () => !hasExited,
    exited,
    ended,
    kill: (signal) => void child.kill(signal),
    stop(graceMs) {
      // Once: a program takes a second signal for an order to drop everything.
      if (!isStopping) child.kill('SIGTERM');
      // One that is paused would hear of it no sooner than it goes on.
      child.kill('SIGCONT');
      isStopping = true;
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

/** `exit code 1 (cannot start: …)`, `SIGKILL`. */
export function describeEnd({ code, signal, lastWords }: InstanceEnd): string {
  const how = signal ?? (code === null ? 'it could not be run' : `exit code ${code}`);
  return lastWords === '' || code === 0 ? how : `${how} (${lastWords})`;
}

/** Of what Node prints when a program throws, the line with the error rather than the last one. */
export function findLastWords(lines: readonly string[]): string {
  const error = lines.findLast((line) => /^(Uncaught )?\w*(Error|Exception)\b.*: /.test(line));
  const last = lines.findLast((line) => /^[^\s}]/.test(line) && !line.startsWith('Node.js v'));
  return (error ?? last ?? '').trim().slice(0, 500);
}

function pipeLines(child: ChildProcess, stream: 'stdout' | 'stderr', onLine: InstanceOutput): void {
  const splitter = createLineSplitter((line) => onLine(line, stream));
  child[stream]?.on('data', (chunk: Buffer) => splitter.push(chunk));
  child[stream]?.once('end', () => splitter.end());
}
