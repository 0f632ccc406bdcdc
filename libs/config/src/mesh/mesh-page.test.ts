import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeConfig, meshSchema } from '../index.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/mesh.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

test.each(describeConfig(meshSchema))('docs/mesh.md tells of $variable', ({ variable }) => {
  expect(rows.filter((row) => row.split('|')[1]?.includes(`\`${variable}\``))).toHaveLength(1);
});
