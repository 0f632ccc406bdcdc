import { request as startRequest, type IncomingMessage } from 'node:http';
import { createEventParser, type ServerSentEvent } from './event-parser.ts';

export interface EventStream extends AsyncIterable<ServerSentEvent>, Disposable {
  readonly status: number;
  /** The next event; undefined when the server has ended the stream. */
  next(): Promise<ServerSentEvent | undefined>;
}

/** A browser's EventSource without its reconnecting: one request, its events, until it is disposed of. */
export async function openEventStream(
  url: string,
  options: { readonly lastEventId?: string } = {},
): Promise<EventStream> {
  const { lastEventId } = options;
  const headers = {
    accept: 'text/event-stream',
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    startRequest(url, { agent: false, headers })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  response.setEncoding('utf8');
  const events = readEvents(response);
  return {
    status: response.statusCode ?? 0,
    next: async () => (await events.next()).value,
    [Symbol.asyncIterator]: () => events,
    [Symbol.dispose]: () => response.destroy(),
  };
}

async function* readEvents(response: IncomingMessage): AsyncGenerator<ServerSentEvent, undefined> {
  const parse = createEventParser();
  for await (const text of response as AsyncIterable<string>) yield* parse(text);
  return undefined;
}
