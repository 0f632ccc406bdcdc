import type { FastifyReply } from 'fastify';

/** An open answer of type text/event-stream. */
export interface EventStream {
  /** Drops what a browser that does not read would make pile up; the next one has all of it anyway. */
  send(text: string): void;
  end(): void;
  onClose(listener: () => void): void;
}

/** More than that unread, and nobody looks. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** Answers with an event stream; from here on Fastify has no hand in the answer. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw } = reply;
  reply.hijack();
  // Without a listener a reset by the browser would be an uncaught error.
  raw.on('error', () => undefined);
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 1000\n\n');
  return {
    send(text) {
      if (raw.writableLength < MAX_UNREAD_BYTES) raw.write(text);
    },
    end: () => void raw.end(),
    onClose: (listener) => void raw.once('close', listener),
  };
}

/** The text of an event. JSON holds no line breaks, so the data is one line. */
export function formatEvent(event: string, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
