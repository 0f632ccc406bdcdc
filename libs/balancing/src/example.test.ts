import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function runExample(name: string): string {
  const file = join(import.meta.dirname, '../examples', name);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(`${stderr}${status}`).toBe('0');
  return stdout;
}

test('the example of a policy of one’s own spreads the calls evenly', () => {
  expect(runExample('own-policy.ts')).toMatch(
    /^calls per server: (9|10|11) (9|10|11) (9|10|11)\n$/,
  );
});

test('the example of the default policy passes the slow server by', () => {
  expect(runExample('ballast.ts')).toMatch(/^calls at the slow server: [0-9] of 200\n$/);
});
