import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SERVICES } from './services.ts';
import { stopGraceMs } from './stop-grace.ts';

/** Notifications have one short call under way at most. */
const LEAST_MS = { gateway: 2400, orders: 600, inventory: 600, notifications: 250, console: 300 };

it('leaves something for everybody, and for the database, however long each takes', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 10_000 }), { minLength: 5, maxLength: 5 }), (wanted) => {
      let elapsedMs = 0;
      SERVICES.forEach((service, index) => {
        const graceMs = stopGraceMs(service, elapsedMs);
        expect(graceMs).toBeGreaterThanOrEqual(LEAST_MS[service]);
        elapsedMs += Math.min(graceMs, wanted[index] ?? 0);
      });
      expect(elapsedMs).toBeLessThanOrEqual(4200);
    }),
  );
});

it('gives what the first ones did not need to the last', () => {
  expect(stopGraceMs('gateway', 0)).toBe(2400);
  expect(stopGraceMs('notifications', 600)).toBe(3300);
});
