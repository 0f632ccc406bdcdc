import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WITHIN } from '../test-programs/platform-process.ts';
import { createLineWriter } from './line-writer.ts';

it('writes every line in order and can be waited for', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-lines-'));
  const file = openSync(join(directory, 'log'), 'w');
  const writer = createLineWriter(file);
  const lines = Array.from({ length: 5000 }, (_, index) => `line ${index} ü`);
  for (const line of lines) writer.write(line);
  await writer.flush(5000);
  expect(readFileSync(join(directory, 'log'), 'utf8')).toBe(`${lines.join('\n')}\n`);
  closeSync(file);
  rmSync(directory, { recursive: true });
});

it('does not hold up its program when nobody reads, and counts what it dropped', async () => {
  const script = `
    import { createLineWriter } from ${JSON.stringify(join(import.meta.dirname, 'line-writer.ts'))};
    const writer = createLineWriter(1);
    for (let i = 0; i < 100; i++) writer.write('x'.repeat(100_000));
    process.send('went on');
    process.once('message', () => {
      writer.write('after');
      void writer.flush(5000).then(() => process.exit());
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  expect(await once(child, 'message')).toEqual(['went on', undefined]);
  let read = '';
  child.stdout!.on('data', (chunk: Buffer) => (read += String(chunk)));
  // The reader is back: when it has something again, there is room again.
  await once(child.stdout!, 'data');
  await expect.poll(() => read.length, WITHIN).toBeGreaterThan(4_000_000);
  child.send('read');
  await once(child, 'close');
  const last = read.trimEnd().split('\n').slice(-2);
  expect(JSON.parse(last[0] ?? '')).toMatchObject({ level: 'warn', dropped: 58 });
  expect(last[1]).toBe('after');
});

it('goes on without a reader when that has gone', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-lines-'));
  const file = openSync(join(directory, 'log'), 'w');
  closeSync(file);
  const writer = createLineWriter(file);
  writer.write('lost');
  await writer.flush(5000);
  writer.write('lost too');
  await writer.flush(5000);
  expect(() => writeSync(file, 'x')).toThrow(/EBADF/);
  rmSync(directory, { recursive: true });
});
