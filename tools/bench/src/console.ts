import { setTimeout as pause } from 'node:timers/promises';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { startConsoleProcess, type ConsoleProcess } from './console/console-process.ts';
import { measurePaint } from './console/measure-paint.ts';
import { createRequest } from './console/shop-spans.ts';
import type { Benchmark, Table } from './table.ts';

const CALLS_PER_REQUEST = 3;
const EXPORT_MS = 500;
/** The last row is measured with a window that the row before has filled. */
const rates = [0, 100, 1000, 500];

/** What the console itself takes while it is sent spans, and one page is open. */
export const consoleCost: Benchmark = {
  name: 'console',
  title: 'the console: processor time and memory while spans come in, and what a page costs',
  async run(progress, { seconds = 30 } = {}): Promise<readonly Table[]> {
    const rows: (string | number)[][] = [];
    await using running = await startConsoleProcess();
    using page = openPage(running.url);
    await pause(2000);
    for (const callsPerSecond of rates) {
      const row = await measure(running, callsPerSecond, seconds);
      progress(row.join(' | '));
      rows.push(row);
    }
    const paint = await measurePaint(running.url);
    if (paint === undefined) progress('passed over: no browser that could show a page');
    return [
      {
        title: 'The console’s own cost',
        method: `Requests of ${CALLS_PER_REQUEST} calls (10 spans each, as the shop sends them) leave as OTLP/protobuf from six senders, a batch each half second, for ${seconds} s a row, one row after another on the same console, so that the last one finds its window full; one page reads its event stream and asks for the history each second (${page.snapshots()} snapshots). Processor time and resident memory are the process's, from /proc.`,
        columns: [
          'calls/s',
          'spans/s',
          '% of one core',
          'RSS MiB',
          'traces kept',
          'window MiB',
          'refused',
        ],
        rows,
      },
      await measurePage(running.url),
      ...(paint === undefined ? [] : [paint]),
    ];
  },
};

async function measure(
  running: ConsoleProcess,
  callsPerSecond: number,
  seconds: number,
): Promise<(string | number)[]> {
  const before = await running.readUsage();
  const startedMs = performance.now();
  let spans = 0;
  let requests = 0;
  let maxRssMiB = before.rssMiB;
  for (let tick = 1; tick <= (seconds * 1000) / EXPORT_MS; tick++) {
    const due = Math.floor((callsPerSecond / CALLS_PER_REQUEST) * ((tick * EXPORT_MS) / 1000));
    const batches = new Map<string, ReadableSpan[]>();
    for (; requests < due; requests++) {
      for (const [replica, some] of createRequest(Date.now() - 20)) {
        batches.set(replica, [...(batches.get(replica) ?? []), ...some]);
      }
    }
    await Promise.all([...batches.values()].map((batch) => send(running.url, batch)));
    spans += [...batches.values()].reduce((sum, batch) => sum + batch.length, 0);
    maxRssMiB = Math.max(maxRssMiB, (await running.readUsage()).rssMiB);
    await pause(Math.max(0, startedMs + tick * EXPORT_MS - performance.now()));
  }
  const elapsedMs = performance.now() - startedMs;
  const after = await running.readUsage();
  const { window } = await readSnapshot(running.url);
  return [
    callsPerSecond,
    Math.round((spans * 1000) / elapsedMs),
    (((after.cpuMs - before.cpuMs) / elapsedMs) * 100).toFixed(1),
    Math.round(maxRssMiB),
    window.traces,
    (window.bytes / 2 ** 20).toFixed(1),
    window.refused,
  ];
}

async function send(url: string, batch: ReadableSpan[]): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: ProtobufTraceSerializer.serializeRequest(batch) as Uint8Array<ArrayBuffer>,
  });
  await response.arrayBuffer();
}

interface Snapshot {
  readonly window: { readonly traces: number; readonly bytes: number; readonly refused: number };
}

async function readSnapshot(url: string): Promise<Snapshot> {
  const leaving = new AbortController();
  const { body } = await fetch(`${url}/api/stream`, { signal: leaving.signal });
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)\n\n/m.exec(text)?.[1];
    if (data === undefined) continue;
    leaving.abort();
    return JSON.parse(data) as Snapshot;
  }
  throw new Error('the stream ended');
}

/** What a browser with the page open does, without showing it. */
function openPage(url: string): Disposable & { snapshots(): number } {
  const leaving = new AbortController();
  let snapshots = 0;
  const read = async (): Promise<void> => {
    const { body } = await fetch(`${url}/api/stream`, { signal: leaving.signal });
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      snapshots += chunk.split('event: snapshot').length - 1;
    }
  };
  read().catch(() => undefined);
  const timer = setInterval(() => {
    fetch(`${url}/api/history?sinceMs=${Date.now() - 5000}`)
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
  }, 1000);
  return {
    snapshots: () => snapshots,
    [Symbol.dispose]() {
      clearInterval(timer);
      leaving.abort();
    },
  };
}

/** Everything that a browser loads for the first screen. */
async function measurePage(url: string): Promise<Table> {
  const html = await (await fetch(url)).text();
  const files = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  const rows = await Promise.all(
    ['/', ...files].map(async (path) => {
      const response = await fetch(url + path, { headers: { 'accept-encoding': 'br' } });
      const length = Number(response.headers.get('content-length'));
      const plain = (await response.arrayBuffer()).byteLength;
      return [path.replace(/\.[0-9a-f]{12}\./, '.'), length, plain];
    }),
  );
  const total = rows.reduce((sum, [, length]) => sum + Number(length), 0);
  return {
    title: 'What a browser loads',
    method: 'The page and all that it names, compressed as it is sent, and unpacked.',
    columns: ['file', 'bytes sent', 'bytes'],
    rows: [...rows.map((row) => row as (string | number)[]), ['all', total, '']],
  };
}
