import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** A browser's view of an event stream. */
export interface EventReader extends AsyncDisposable {
  readonly response: IncomingMessage;
  /** The next event; undefined when the stream has ended. */
  next(): Promise<ReceivedEvent | undefined>;
  /** All text up to and including the next match. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with all the text that had not been read when the stream has ended. */
  rest(): Promise<string>;
  readonly request: ClientRequest;
}

export interface ReceivedEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Opens an event stream on a connection of its own. Rejects where the answer is not 200. */
export async function readEvents(url: string, lastEventId?: string): Promise<EventReader> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const sent = request(url, { headers, agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject).end();
  });
  sent.on('error', () => undefined);
  response.setEncoding('utf8');
  if (response.statusCode !== 200) {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    throw new Error(`${response.statusCode} ${text}`);
  }
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
  let buffer = '';
  let isEnded = false;

  const more = async (): Promise<boolean> => {
    if (isEnded) return false;
    const chunk = await chunks.next();
    isEnded = chunk.done === true;
    if (chunk.done !== true) buffer += chunk.value;
    return !isEnded;
  };
  const take = (length: number): string => {
    const taken = buffer.slice(0, length);
    buffer = buffer.slice(length);
    return taken;
  };

  return {
    request: sent,
    response,
    next: async () => {
      for (;;) {
        const end = buffer.indexOf('\n\n');
        if (end === -1) {
          if (!(await more())) return undefined;
          continue;
        }
        const event = parseEvent(take(end + 2));
        if (event !== undefined) return event;
      }
    },
    until: async (pattern) => {
      for (;;) {
        const match = pattern.exec(buffer);
        if (match !== null) return take(match.index + match[0].length);
        if (!(await more())) throw new Error(`ended without ${pattern}: ${buffer}`);
      }
    },
    rest: async () => {
      while (await more());
      return take(buffer.length);
    },
    [Symbol.asyncDispose]: async () => {
      sent.destroy();
    },
  };
}

function parseEvent(text: string): ReceivedEvent | undefined {
  const fields = new Map(
    text.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
  );
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? '',
    data: JSON.parse(data) as ReceivedEvent['data'],
  };
}
