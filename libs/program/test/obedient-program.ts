/**
 * A program that says what happens to it and is led through its life by lines on standard input,
 * so that tests need not guess at times: `started` ends its start, `drained` ends its drain.
 */
import { on, once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { loadConfig, port } from '@ballast/config';
import { runProgram } from '../src/index.ts';
import type { RunningProgram } from '../src/index.ts';

// Orders wait in the line until somebody asks for one.
const orders = on(createInterface({ input: process.stdin }), 'line');

async function waitForOrder(expected: string): Promise<void> {
  const { value } = (await orders.next()) as IteratorResult<[string], undefined>;
  if (value?.[0] !== expected) throw new Error(`${expected} was\nforbidden`);
}

function say(word: string): void {
  process.stdout.write(`${word}\n`);
}

async function start(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<RunningProgram> {
  const config = loadConfig(environment, {
    port: port({ variable: 'PORT', default: 0 }),
    otherPort: port({ variable: 'OTHER_PORT', default: 0 }),
  });
  signal.addEventListener('abort', () => say('aborted'));
  say('starting');
  if (environment['SLOW_START'] === 'on') await waitForOrder('started');
  const server = createServer();
  server.listen(config.port, '127.0.0.1');
  await once(server, 'listening');
  say('serving');
  return {
    address: '127.0.0.1:7',
    drain: async () => {
      say('draining');
      await waitForOrder('drained');
      say('drained');
    },
    force: () => say('forced'),
  };
}

// Before runProgram's own listener, so that whoever hears of a signal knows that it has been taken.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => say(signal));

if (process.env['LATE'] === 'on') await once(process, 'disconnect');
await runProgram(start);
