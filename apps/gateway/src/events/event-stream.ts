import type { FastifyReply } from 'fastify';

/** How event streams are kept up. */
export interface EventStreamOptions {
  /** A comment is sent so often, in milliseconds, so that a quiet stream is not taken for dead. */
  readonly heartbeatMs: number;
  /** How long the browser waits before it comes back, in milliseconds. */
  readonly retryMs: number;
}

/** One event, as the HTML standard's section on server-sent events writes it. */
export interface ServerSentEvent {
  readonly event: string;
  /** What a browser that comes back sends as Last-Event-ID. */
  readonly id: string;
  readonly data: unknown;
}

/** An open answer of type text/event-stream. */
export interface EventStream {
  /** Aborted when the browser left, or the stream was ended. */
  readonly closed: AbortSignal;
  /** False where the browser reads more slowly: wait for {@link drained} before the next. */
  send(text: string): boolean;
  /** Resolves when the browser has read enough for more, and when the stream is closed. */
  drained(): Promise<void>;
  /** Sends what is left and closes; the browser comes back after `retryMs`. */
  end(): void;
}

/** The text of an event. JSON holds no line breaks, so the data is one line. */
export function formatEvent({ event, id, data }: ServerSentEvent): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Answers with an event stream; from here on Fastify has no hand in the answer. */
export function openEventStream(reply: FastifyReply, options: EventStreamOptions): EventStream {
  const { raw } = reply;
  const closed = new AbortController();
  reply.hijack();
  // Without a listener a reset by the browser would be an uncaught error.
  raw.on('error', () => closed.abort());
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    // Nginx holds answers back otherwise.
    'x-accel-buffering': 'no',
    // A stream takes its connection along: at its end nothing idle is left to wait for.
    connection: 'close',
  });
  raw.write(`retry: ${options.retryMs}\n\n`);

  const heartbeat = setInterval(() => {
    // A browser that has not read what it was sent needs no proof of life from us.
    if (!raw.writableNeedDrain) raw.write(':\n\n');
  }, options.heartbeatMs);
  const close = (): void => {
    clearInterval(heartbeat);
    closed.abort();
  };
  raw.once('close', close);
  if (raw.destroyed) close();

  return {
    closed: closed.signal,
    send: (text) => !closed.signal.aborted && raw.write(text),
    drained: () =>
      new Promise((resolve) => {
        if (closed.signal.aborted || !raw.writableNeedDrain) {
          resolve();
          return;
        }
        const settle = (): void => {
          raw.off('drain', settle);
          raw.off('close', settle);
          resolve();
        };
        raw.once('drain', settle);
        raw.once('close', settle);
      }),
    end: () => {
      close();
      raw.end();
    },
  };
}
