import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineSplitter } from './split-lines.ts';

function split(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

it('gives the same lines however the bytes arrive', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.array(fc.nat()), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const at = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const chunks = [0, ...at].map((start, index) => bytes.subarray(start, at[index]));
      expect(split(chunks)).toEqual(lines);
    }),
  );
});

it('gives a last line that was never finished', () => {
  expect(split([Buffer.from('one\ntwo')])).toEqual(['one', 'two']);
});

it('cuts a line that does not end, so that it holds no more than it must', () => {
  const lines = split([Buffer.alloc(100_000, 'x'), Buffer.alloc(100_000, 'x'), Buffer.from('\n')]);
  expect(lines.join('').length).toBe(200_000);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(65_536);
});
