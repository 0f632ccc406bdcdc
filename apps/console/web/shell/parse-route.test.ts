import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linkTo, pages, parseRoute } from './parse-route.ts';

it('finds every page, detail and filter again by its own link', () => {
  const parts = fc.tuple(fc.constantFrom(...pages), fc.string(), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(parts, ([page, detail, value]) => {
      const route = parseRoute(linkTo(page, detail, { text: value }));
      expect([route.page, route.detail, route.query.get('text')]).toEqual([page, detail, value]);
    }),
  );
});

it.each(['', '#', '#/', '#/nowhere/else', '#/%'])('opens the map for the address %j', (hash) => {
  expect(parseRoute(hash)).toMatchObject({ page: 'map', detail: '' });
});
