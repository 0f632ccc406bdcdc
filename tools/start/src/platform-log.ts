import { createLogger, type Logger } from '@ballast/logging';
import type { InstanceOutput } from './instance.ts';
import { createLineWriter } from './line-writer.ts';
import { jsonLines, readableLines, type LineFormat } from './log-lines.ts';

/** What all processes of the platform say, merged on standard error. */
export interface PlatformLog {
  /** What the supervisor itself says. */
  readonly logger: Logger;
  /** Where the lines of a replica go. */
  outputOf(replica: string): InstanceOutput;
  /** Resolves when all is written, or nobody reads it. */
  flush(): Promise<void>;
}

const FLUSH_LIMIT_MS = 300;

/** Readable on a terminal, JSON lines anywhere else. */
export function createPlatformLog(): PlatformLog {
  const writer = createLineWriter();
  const format = chooseFormat();
  const outputOf =
    (replica: string): InstanceOutput =>
    (line, stream) =>
      writer.write(format(line, { replica, stream }));
  const own = outputOf('platform');
  return {
    logger: createLogger({
      service: 'platform',
      destination: { write: (line) => own(line.trimEnd(), 'stdout') },
    }),
    outputOf,
    flush: () => writer.flush(FLUSH_LIMIT_MS),
  };
}

function chooseFormat(): LineFormat {
  return process.stderr.isTTY ? readableLines({ colours: process.stderr.hasColors() }) : jsonLines;
}
