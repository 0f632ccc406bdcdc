import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policySchema } from './policy-schema.ts';

test('the schema that editors read is the one that is enforced', async () => {
  const path = join(import.meta.dirname, '../schema/policy.schema.json');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(policySchema);
});
