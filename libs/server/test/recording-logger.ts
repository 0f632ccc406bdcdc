import type { ServerLogger } from '../src/index.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RecordingLogger extends ServerLogger {
  readonly lines: readonly LogLine[];
  at(level: LogLine['level']): readonly LogLine[];
}

/** Keeps what is logged, for tests to read. */
export function createRecordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  const keep = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: { ...fields } });
  return {
    lines,
    at: (level) => lines.filter((line) => line.level === level),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  };
}
