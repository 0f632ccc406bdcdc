// What a receiver of telemetry that is away costs the service that sends to it: nothing, or so it should.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { formatSpread, median, quantile } from '../statistics.ts';
import type { Benchmark, Table } from '../table.ts';
import { drive, type Seen } from './drive.ts';
import { startServiceProcess, type ServiceProcess } from './service-process.ts';

const SECONDS = 300;
const CALLS_PER_SECOND = 500;
const WARM_UP_SECONDS = 5;

export const exporterAway: Benchmark = {
  name: 'exporter-away',
  title: 'a service whose receiver of telemetry refuses, or never answers, beside one whose does',
  run: async (progress, { seconds = SECONDS } = {}) => [await measure(seconds, progress)],
};

async function measure(seconds: number, progress: (line: string) => void): Promise<Table> {
  const collectors = fork(join(import.meta.dirname, 'collectors.ts'));
  const [[present, silent]] = (await once(collectors, 'message')) as [[number, number]];
  await using services = new AsyncDisposableStack();
  services.defer(() => void collectors.disconnect());
  const conditions = [
    { name: 'there', url: `http://127.0.0.1:${present}` },
    // Of the ports below 1024 nobody here listens on the first.
    { name: 'refuses connections', url: 'http://127.0.0.1:1' },
    { name: 'takes connections, never answers', url: `http://127.0.0.1:${silent}` },
  ];
  const processes: ServiceProcess[] = [];
  for (const { url } of conditions) processes.push(services.use(await startServiceProcess(url)));
  const load = { services: processes, callsPerSecond: CALLS_PER_SECOND, progress };
  await drive({ ...load, seconds: WARM_UP_SECONDS, progress: () => undefined });
  const before = await Promise.all(processes.map((one) => one.readUsage()));
  const seen = await drive({ ...load, seconds });
  const after = await Promise.all(processes.map((one) => one.readUsage()));
  const told = await Promise.all(processes.map((one) => one.askWhatWasTold()));
  return {
    title: `A receiver that is away, at ${CALLS_PER_SECOND} calls/s`,
    method: `Three processes of one service for ${seconds} s side by side, each asked ${CALLS_PER_SECOND} times a second; the first of the three is another one each time. Every call is sampled and writes a log line, so that ${2 * CALLS_PER_SECOND} items a second are to be sent, and metrics each 10 s; the settings are those that a program has without any. p99 is of windows of ${Number(seen.windowSeconds.toFixed(1))} s, its ratio to that of the service whose receiver is there is of the same window. Left out is what was due while this process stood still or 250 calls were under way. Dropped is what the metric \`ballast.telemetry.dropped\` says at the end, the rest waits in the queues. Memory is resident, from /proc.`,
    columns: [
      ...['receiver', 'calls', 'failed', 'left out', 'p50 ms', 'p99 ms, median (range)'],
      ...['p99 ÷ there, median (range)', 'µs of processor a call'],
      ...[`RSS MiB after ${Math.round(seconds / 5)} s`, `after ${seconds} s`],
      ...['delivered', 'dropped: no room', 'dropped: not delivered'],
    ],
    rows: conditions.map(({ name }, index) => {
      const { calls, failed, leftOut, windows, earlyRssMiB } = seen.services[index]!;
      const { exported, overflowed, undelivered } = told[index]!;
      const usedMs = after[index]!.cpuMs - before[index]!.cpuMs;
      return [
        ...[name, calls, failed, leftOut],
        median(windows.flat()).toFixed(2),
        formatSpread(p99s(seen.services[index]!).filter(Number.isFinite), 2),
        index === 0 ? 1 : formatSpread(compare(seen.services[index]!, seen.services[0]!), 2),
        Math.round((usedMs * 1000) / calls),
        ...[Math.round(earlyRssMiB), Math.round(after[index]!.rssMiB)],
        ...[exported, overflowed, undelivered],
      ];
    }),
  };
}

const p99s = ({ windows }: Seen): number[] => windows.map((latencies) => quantile(latencies, 0.99));

function compare(one: Seen, other: Seen): number[] {
  const others = p99s(other);
  // A window in which nothing was answered says nothing; what failed is told apart.
  return p99s(one)
    .map((p99, index) => p99 / others[index]!)
    .filter(Number.isFinite);
}
