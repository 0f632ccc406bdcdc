import { write } from 'node:fs';

/** Writes lines to a file descriptor without ever holding up its caller. */
export interface LineWriter {
  write(line: string): void;
  /** Resolves when all is written, or `limitMs` later where nobody reads. */
  flush(limitMs: number): Promise<void>;
}

/** Beyond this many characters waiting, lines are dropped and counted. */
const MAX_WAITING = 4 * 1024 * 1024;

/**
 * Not `process.stderr.write`, which is synchronous for pipes: whoever starts the platform and does
 * not read its log would stop the supervisor in mid-write, and nothing would restart what dies.
 *
 * @param fileDescriptor default 2, standard error
 */
export function createLineWriter(fileDescriptor = 2): LineWriter {
  let waiting = '';
  let dropped = 0;
  let isWriting = false;
  let isClosed = false;
  let onIdle: (() => void)[] = [];

  const pump = (): void => {
    if (waiting === '' || isClosed) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
      return;
    }
    isWriting = true;
    const bytes = Buffer.from(waiting);
    waiting = '';
    writeAll(bytes);
  };

  const writeAll = (bytes: Buffer): void => {
    write(fileDescriptor, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => writeAll(bytes), 10);
      // EPIPE and its kind: the reader has gone, and the platform does not depend on it.
      if (error !== null) isClosed = true;
      else if (written < bytes.length) return writeAll(bytes.subarray(written));
      isWriting = false;
      pump();
    });
  };

  return {
    write(line) {
      if (isClosed) return;
      if (waiting.length + line.length > MAX_WAITING) {
        dropped++;
        return;
      }
      if (dropped > 0) {
        const time = new Date().toISOString();
        waiting += `${JSON.stringify({ level: 'warn', time, dropped, message: 'log lines were dropped: nobody reads them' })}\n`;
        dropped = 0;
      }
      waiting += `${line}\n`;
      if (!isWriting) pump();
    },
    flush: (limitMs) =>
      new Promise((resolve) => {
        if (!isWriting && waiting === '') return resolve();
        onIdle.push(resolve);
        setTimeout(resolve, limitMs).unref();
      }),
  };
}
