import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitMessage, fitText } from './limits.ts';

describe('fitText', () => {
  it('leaves a text alone that fits, and cuts any other between code points', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 3, max: 60 }),
        (text, maxBytes) => {
          const fitted = fitText(text, maxBytes);
          const fits = Buffer.byteLength(text) <= maxBytes;
          expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(maxBytes);
          expect(fits ? fitted === text : text.startsWith(fitted.slice(0, -1))).toBe(true);
          expect(fitted.endsWith('…')).toBe(!fits || text.endsWith('…'));
          expect(Buffer.from(fitted).toString()).toBe(fitted);
        },
      ),
    );
  });
});

describe('fitMessage', () => {
  it('counts what percent-encoding makes of the text', () => {
    expect(fitMessage('a'.repeat(1024))).toBe('a'.repeat(1024));
    expect(fitMessage('%'.repeat(1024))).toBe(`${'%'.repeat(338)}…`);
  });

  it('replaces a lone surrogate, at which percent-encoding would throw', () => {
    expect(fitMessage('a\ud800b')).toBe('a\ufffdb');
  });
});
