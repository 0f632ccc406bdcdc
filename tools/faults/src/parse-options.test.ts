import { expect, test } from 'vitest';
import { parseOptions } from './parse-options.ts';

test('nothing said means all of it, kept with the other results', () => {
  expect(parseOptions(['--'])).toMatchObject({
    ...{ calls: 6000, pace: 1, only: [], seed: 1, isList: false },
    out: expect.stringMatching(/docs.results$/) as string,
  });
});

test.each([[['--quick']], [['--only', 'hang']], [['--calls', '700']], [['--pace', '0.5']]])(
  'a part of it (%s) does not take the place of the whole',
  (args) => {
    expect(parseOptions(args).out).toMatch(/dist.fault-matrix$/);
  },
);

test.each([
  [['--calls', '99'], '--calls must be a whole number within 100 to 100000, got "99"'],
  [['--calls', '1e3'], 'got "1e3"'],
  [['--seed', 'x'], '--seed must be a whole number'],
  [['--pace', '0'], '--pace must be above 0 and at most 1, got "0"'],
  [['--unknown'], "Unknown option '--unknown'"],
])('%s is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
