import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPermits } from './permits.ts';

type Step = { readonly kind: 'take' | 'give back' | 'abort a waiter' };

it('never gives more than there are, lets waiters in in order, and loses none that leave', async () => {
  const step = fc.record<Step>({
    kind: fc.constantFrom('take', 'give back', 'abort a waiter'),
  });
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 3 }),
    fc.array(step, { maxLength: 40 }),
    async (count, steps) => {
      const permits = createPermits(count);
      const admitted: number[] = [];
      const model = {
        held: 0,
        waiting: [] as { id: number; leave: AbortController }[],
        order: [] as number[],
      };
      for (const [id, { kind }] of steps.entries()) {
        if (kind === 'take') {
          const leave = new AbortController();
          void permits.take(60_000, leave.signal).then(
            () => admitted.push(id),
            () => {},
          );
          if (model.held < count) {
            model.held += 1;
            model.order.push(id);
          } else model.waiting.push({ id, leave });
        }
        if (kind === 'give back' && model.held > 0) {
          const next = model.waiting.shift();
          if (next === undefined) model.held -= 1;
          else model.order.push(next.id);
          permits.giveBack();
        }
        if (kind === 'abort a waiter') model.waiting.pop()?.leave.abort();
        await Promise.resolve();
        expect(permits.waiting).toBe(model.waiting.length);
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(admitted).toEqual(model.order);
      for (const { leave } of model.waiting) leave.abort();
    },
  );
  await fc.assert(property);
});

it('tells who waited for too long', async () => {
  const permits = createPermits(1);
  expect(await permits.take(0, undefined)).toBe(true);
  expect(await permits.take(5, undefined)).toBe(false);
  permits.giveBack();
  expect(await permits.take(0, undefined)).toBe(true);
});
