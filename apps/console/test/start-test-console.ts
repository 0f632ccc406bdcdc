import { silentLogger } from '@ballast/logging';
import type { Snapshot } from '../src/api.ts';
import { loadConsoleConfig } from '../src/config.ts';
import type { Pages } from '../src/pages/pages.ts';
import { noPlatform } from '../src/platform/platform.ts';
import { type ConsoleOptions, startConsole } from '../src/start-console.ts';

export interface TestConsole extends AsyncDisposable {
  readonly url: string;
  /** JSON of an answer; what is no JSON is its text. */
  ask(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
  tell(path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The first snapshot that passes, of those that come. */
  see(passes: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
}

const html = Buffer.from('<!doctype html><title>t</title>');
const pages: Pages = new Map([
  ['/index.html', { content: html, isForever: false }],
  ['/assets/main.0123.js', { content: Buffer.from('export {}'), isForever: true }],
]);

/** A console on a free port, of everything that a test does not say. */
export async function startTestConsole(
  options: Partial<ConsoleOptions> = {},
): Promise<TestConsole> {
  const running = await startConsole({
    ...loadConsoleConfig({ PORT: '0', CONSOLE_GATEWAY_URL: 'http://127.0.0.1:1' }),
    ...{ pages, platform: noPlatform, logger: silentLogger },
    ...options,
  });
  const url = `http://${running.address}`;
  return {
    url,
    ask: (path) => fetch(url + path).then(readAnswer),
    tell: (path, body) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).then(readAnswer),
    see: (passes) => seeSnapshot(url, passes),
    [Symbol.asyncDispose]: () => running.drain(),
  };
}

async function readAnswer(response: Response) {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
}

async function seeSnapshot(url: string, passes: (snapshot: Snapshot) => boolean) {
  const leaving = new AbortController();
  const { body } = await fetch(`${url}/api/stream`, { signal: leaving.signal });
  let text = '';
  try {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data === undefined) continue;
        const snapshot = JSON.parse(data) as Snapshot;
        if (passes(snapshot)) return snapshot;
      }
    }
    throw new Error('the stream ended');
  } finally {
    leaving.abort();
  }
}
