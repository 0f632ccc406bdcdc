import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, expectTypeOf, test } from 'vitest';
import type { pino } from 'pino';
import { LOG_LEVELS, createLogger, silentLogger } from './index.ts';
import type { Logger, LogLevel } from './index.ts';

function collect(level: LogLevel = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, logger: createLogger({ service: 'shop', level, destination }) };
}

function sayAll(logger: Logger): void {
  logger.debug({}, 'debug');
  logger.info({}, 'info');
  logger.warn({}, 'warn');
  logger.error({}, 'error');
}

test('a line carries level word, ISO time, service, pid, fields and message', () => {
  const { lines, logger } = collect();
  logger.info({ sku: 'tea', units: 2n ** 40n }, 'reserved');
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      service: 'shop',
      pid: process.pid,
      sku: 'tea',
      units: 2 ** 40,
      message: 'reserved',
    },
  ]);
});

test.each(LOG_LEVELS.map((level, index) => [level, LOG_LEVELS.slice(index, 4)] as const))(
  'level %s lets through %j',
  (level, expected) => {
    const { lines, logger } = collect(level);
    sayAll(logger);
    expect(lines.map((line) => line['message'])).toEqual(expected);
  },
);

test('a child adds its fields to the parent’s', () => {
  const { lines, logger } = collect();
  logger.child({ orderId: 'o-1' }).child({ step: 'reserve' }).warn({ attempt: 2 }, 'slow');
  expect(lines).toMatchObject([{ orderId: 'o-1', step: 'reserve', attempt: 2, message: 'slow' }]);
});

test('an error is written with type, stack and cause', () => {
  const { lines, logger } = collect();
  logger.error({ error: new TypeError('outer', { cause: new Error('inner') }) }, 'failed');
  expect(lines[0]?.['error']).toMatchObject({
    type: 'TypeError',
    message: 'outer',
    stack: expect.stringContaining('logging.test.ts') as string,
    cause: { message: 'inner' },
  });
});

test('no line before a sudden death is lost', () => {
  const code = `
    import { createLogger } from '@ballast/logging';
    const logger = createLogger({ service: 'shop' });
    for (let line = 1; line <= 1000; line++) logger.error({ line }, 'last words');
    process.kill(process.pid, 'SIGKILL');`;
  const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code]);
  expect(signal).toBe('SIGKILL');
  expect(JSON.parse(String(stdout).trim().split('\n').at(-1)!)).toMatchObject({ line: 1000 });
});

test('a reader that goes away does not end the program', async () => {
  const code = `
    import { createLogger } from '@ballast/logging';
    const logger = createLogger({ service: 'shop' });
    process.stdin.on('data', () => logger.info({}, 'to nobody')).on('end', () => process.exit(7));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.destroy();
  child.stdin.write('x');
  child.stdin.end('x');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('silentLogger and its children say nothing', () => {
  expect(silentLogger.child({ any: 1 })).toBe(silentLogger);
  sayAll(silentLogger);
});

test('a plain pino logger is a Logger', () => {
  expectTypeOf<pino.Logger>().toExtend<Logger>();
});
