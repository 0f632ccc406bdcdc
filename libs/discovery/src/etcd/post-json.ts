import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface PostOptions {
  readonly signal: AbortSignal;
  /** How long the whole exchange may take; undefined: as long as the signal lets it. */
  readonly timeoutMs?: number;
}

/**
 * One POST on a connection of its own, so that nothing is left open behind a source that stops.
 * @throws Error naming the status where it is not 200, the connection's error, or the signal's
 */
export async function postJson(
  url: string,
  body: object,
  options: PostOptions,
): Promise<IncomingMessage> {
  const { signal, timeoutMs } = options;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const request = send(url, { method: 'POST', agent: false, signal }, resolve);
  const late = () => request.destroy(new Error(`no answer within ${timeoutMs} ms`));
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  request.once('close', () => clearTimeout(timer));
  request.on('error', reject);
  request.end(JSON.stringify(body));
  const response = await promise;
  response.setEncoding('utf8');
  if (response.statusCode === 200) return response;
  throw new Error(`HTTP ${response.statusCode} ${(await readText(response)).slice(0, 200)}`);
}

export async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response as AsyncIterable<string>) text += piece;
  return text;
}

/** Whole lines as they come; a last one without an end was cut off and is dropped. */
export async function* readLines(response: IncomingMessage): AsyncIterable<string> {
  let rest = '';
  for await (const piece of response as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
