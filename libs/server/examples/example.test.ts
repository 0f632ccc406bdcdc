import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const example = new URL('watch-order.ts', import.meta.url);

it('the example prints what the README says', () => {
  const output = execFileSync(process.execPath, [fileURLToPath(example)], { encoding: 'utf8' });
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(output.split('\n')).toHaveLength(5);
  expect(readme).toContain(`\`\`\`\n${output}\`\`\``);
});

it('the README shows the example as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(readFileSync(example, 'utf8').trim());
});
