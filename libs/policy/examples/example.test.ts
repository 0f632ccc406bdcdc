import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the example prints what its comments say', async () => {
  const example = join(import.meta.dirname, 'follow-policy.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [example]);
  expect(stdout).toBe(
    '2s\n0.5s\n' +
      '…/orders.policy.json: /methodConfig/0/timeout must be a duration such as "0.25s", got "two"\n' +
      '0.5s\n',
  );
});
