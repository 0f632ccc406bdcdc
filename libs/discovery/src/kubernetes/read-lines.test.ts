import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineReader } from './read-lines.ts';

test('tells every whole line once, wherever the text is cut', () => {
  const anyText = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\n\n', 'é{}'), { maxLength: 40 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(anyText, fc.array(fc.integer({ min: 0, max: 80 })), (text, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length];
      at.sort((a, b) => a - b);
      const lines: string[] = [];
      const read = createLineReader((line) => lines.push(line));
      at.slice(1).forEach((end, i) => read(text.slice(at[i], end)));
      expect(lines).toEqual(
        text
          .split('\n')
          .slice(0, -1)
          .filter((line) => line !== ''),
      );
    }),
  );
});
