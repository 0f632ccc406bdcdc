import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderTree } from './order-tree.ts';

const spans = fc
  .array(fc.record({ parent: fc.nat({ max: 30 }), startMs: fc.nat() }), { maxLength: 30 })
  .map((all) =>
    all.map(({ parent, startMs }, index) => ({
      ...{ spanId: `s${index}`, parentSpanId: `s${parent}`, startMs },
    })),
  );

it('keeps every span once, parents before children, one level deeper each, whatever the links', () => {
  fc.assert(
    fc.property(spans, (all) => {
      const tree = orderTree(all);
      expect(tree.map(({ span }) => span.spanId).sort()).toEqual(
        all.map(({ spanId }) => spanId).sort(),
      );
      tree.forEach(({ span, depth }, index) => {
        const parent = tree.findLast(
          (each, place) => place < index && each.span.spanId === span.parentSpanId,
        );
        expect(depth).toBe(parent === undefined || depth === 0 ? 0 : parent.depth + 1);
      });
    }),
  );
});
