import type { ExportResult } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Exporter } from '../export/export-queue.ts';
import { parseLogLine } from './parse-log-line.ts';

/** Takes lines as the logger has written them; they are read only now, off the path of any call. */
export class LogLineExporter implements Exporter<string> {
  readonly #inner: Exporter<ReadableLogRecord>;
  readonly #resource: Resource;

  constructor(inner: Exporter<ReadableLogRecord>, resource: Resource) {
    this.#inner = inner;
    this.#resource = resource;
  }

  export(lines: string[], done: (result: ExportResult) => void): void {
    this.#inner.export(
      lines.map((line) => parseLogLine(line, this.#resource)),
      done,
    );
  }

  shutdown(): Promise<void> {
    return this.#inner.shutdown();
  }
}
