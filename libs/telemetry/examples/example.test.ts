import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const example = join(import.meta.dirname, 'program.ts');

test('the example writes a line that carries its trace, and ends by itself', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [example], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const [line = '', count] = stdout.trim().split('\n');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(JSON.parse(line)).toMatchObject({
    ...{ service: 'example', message: 'in a trace', step: 1 },
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  });
  expect(count).toBe('trace id: 32 digits');
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(example, 'utf8').trim());
});
