import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function run(example: string): string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, example)],
    { encoding: 'utf8' },
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.trim().split('\n');
}

test('the example on plain grpc-js has both spans, the log fields and metrics', () => {
  const lines = run('plain-grpc.ts');
  expect(lines.slice(0, 3)).toEqual([
    'in the handler: ["trace_id","span_id"]',
    'server shop.Greeter/Greet OK',
    'client shop.Greeter/Greet OK',
  ]);
  expect(lines).toContain('grpc.client.call.duration');
  expect(lines).toContain('rpc.server.call.duration');
});

test('the example with OpenTracing has one trace', () => {
  expect(run('opentracing.ts')).toEqual(['shop.Stock/Reserve is a child of checkout:', 'true']);
});

test('the README shows the example as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(join(import.meta.dirname, 'plain-grpc.ts'), 'utf8').trim());
});
