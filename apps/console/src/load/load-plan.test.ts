import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseStep, countDue } from './load-plan.ts';

it('begins as many requests as were asked for, at whatever moments it looks', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 100 }),
      (perSecond, pausesMs) => {
        let elapsedMs = 0;
        let begun = 0;
        let sent = 0;
        for (const pauseMs of pausesMs) {
          elapsedMs += pauseMs;
          const next = countDue(perSecond, elapsedMs, begun);
          begun = next.begun;
          sent += next.due;
        }
        expect(sent).toBe(Math.floor((perSecond * elapsedMs) / 1000));
      },
    ),
  );
});

it('does not catch up after a pause: half a second of requests at most', () => {
  expect(countDue(100, 60_000, 0)).toEqual({ due: 50, begun: 6000 });
});

it('orders as often as it was asked to', () => {
  const draws = Array.from({ length: 1000 }, (_, index) => chooseStep(0.2, index / 1000));
  expect(draws.filter((step) => step === 'place-order')).toHaveLength(200);
  expect(draws.filter((step) => step === 'list-products').length).toBeGreaterThan(500);
});
