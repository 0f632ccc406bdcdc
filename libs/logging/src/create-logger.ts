import { pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { Logger } from './logger.ts';

/** The words of `LOG_LEVEL`, most talkative first; `silent` turns logging off. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** Name of the program, on every line as `service`. */
  readonly service: string;
  /** Lines below this level are dropped. Default: `info`. */
  readonly level?: LogLevel;
  /** Where lines go. Default: standard output, written synchronously so that none is lost at exit. */
  readonly destination?: { write(line: string): void };
  /** Fields that belong to the moment, such as the trace that a line is written in. Default: none. */
  readonly fields?: (() => object | undefined) | undefined;
  /** Given every line besides, to be sent somewhere. Must not throw. Default: nobody. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * JSON lines: `level` (a word), `time` (ISO 8601, UTC), `service`, `pid`, the fields, `message`.
 * A field `error` is written as type, message, stack and cause; a bigint as a number.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service, level = 'info', fields, onLine } = options;
  const destination = options.destination ?? pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.errWithCause },
      ...(fields !== undefined && { mixin: () => fields() ?? {} }),
    },
    onLine === undefined ? destination : passOn(destination, onLine),
  );
}

function passOn(destination: { write(line: string): unknown }, onLine: (line: string) => void) {
  return {
    write(line: string): void {
      destination.write(line);
      onLine(line);
    },
  };
}
