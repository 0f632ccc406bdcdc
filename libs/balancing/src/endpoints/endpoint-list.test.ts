import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnnotatedEndpoint, EndpointList, type ListEntry } from './endpoint-list.ts';

function endpoint(port: number, weight = 1): AnnotatedEndpoint {
  return { addresses: [{ host: '10.0.0.1', port }], weight };
}

interface Entry extends ListEntry {
  readonly key: string;
}

/** Applies updates and keeps what the told changes add up to. */
class Mirror {
  readonly known = new Map<string, number>();
  told = 0;
  readonly faults: string[] = [];
  readonly list = new EndpointList<Entry>({
    added: (key, notes) => {
      if (this.known.has(key)) this.faults.push(`${key} was added twice`);
      this.#tell(key, notes);
      return { key, notes, times: 1 };
    },
    changed: (entry, notes) => {
      entry.notes = notes;
      if (!this.known.has(entry.key)) this.faults.push(`${entry.key} changed unknown`);
      this.#tell(entry.key, notes);
    },
    removed: ({ key }) => {
      if (!this.known.delete(key)) this.faults.push(`${key} was removed unknown`);
      this.told += 1;
    },
  });

  /** Works through the list, or so many endpoints of it. */
  update(endpoints: AnnotatedEndpoint[], steps = Infinity): void {
    this.told = 0;
    this.list.update(endpoints);
    for (let i = 0; i < steps && this.list.advance(); i += 1);
  }

  #tell(key: string, { weight }: AnnotatedEndpoint): void {
    this.known.set(key, weight ?? 1);
    this.told += 1;
  }
}

test('after any updates, shuffled and with duplicates, the told changes add up to the list', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 15 }));
  fc.assert(
    fc.property(lists, (updates) => {
      const mirror = new Mirror();
      for (const ports of updates) {
        mirror.update(ports.map((port) => endpoint(port)));
        const expected = new Set(ports.map((port) => `10.0.0.1:${port}`));
        expect(new Set(mirror.known.keys())).toEqual(expected);
        expect(mirror.faults).toEqual([]);
      }
    }),
  );
});

test('lists that arrive while others are gone through add up to the last one', () => {
  const update = fc.record({
    ports: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 15 }),
    steps: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(update, { minLength: 1 }), (updates) => {
      const mirror = new Mirror();
      for (const { ports, steps } of updates) {
        mirror.update(
          ports.map((port) => endpoint(port)),
          steps,
        );
      }
      while (mirror.list.advance());
      const expected = new Set(updates.at(-1)!.ports.map((port) => `10.0.0.1:${port}`));
      expect(new Set(mirror.known.keys())).toEqual(expected);
      expect(mirror.list.size).toBe(expected.size);
      expect(mirror.faults).toEqual([]);
    }),
  );
});

test('an endpoint that moves within the list is never away', () => {
  const mirror = new Mirror();
  const endpoints = [1, 2, 3].map((port) => endpoint(port));
  mirror.update(endpoints);
  mirror.list.update(endpoints.toReversed());
  const sizes = [];
  do sizes.push(mirror.known.size);
  while (mirror.list.advance());
  expect(new Set(sizes)).toEqual(new Set([3]));
});

test('the same list in new objects changes nothing', () => {
  const mirror = new Mirror();
  const ports = Array.from({ length: 100 }, (_, i) => i);
  mirror.update(ports.map((port) => endpoint(port)));
  mirror.update(ports.map((port) => endpoint(port)));
  expect(mirror.told).toBe(0);
});

test('a list in another order changes nothing', () => {
  const mirror = new Mirror();
  const endpoints = [1, 2, 3, 4, 5].map((port) => endpoint(port));
  mirror.update(endpoints);
  mirror.update(endpoints.toReversed());
  expect(mirror.told).toBe(0);
});

test('another weight is a change of the same endpoint', () => {
  const mirror = new Mirror();
  mirror.update([endpoint(1), endpoint(2)]);
  mirror.update([endpoint(1), endpoint(2, 7)]);
  expect(mirror.known).toEqual(
    new Map([
      ['10.0.0.1:1', 1],
      ['10.0.0.1:2', 7],
    ]),
  );
  expect(mirror.told).toBe(1);
});

test('one endpoint replaced among many is one removal and one addition', () => {
  const mirror = new Mirror();
  const endpoints = Array.from({ length: 10_000 }, (_, i) => endpoint(i));
  mirror.update(endpoints);
  mirror.update(endpoints.with(5_000, endpoint(20_000)));
  expect(mirror.told).toBe(2);
});
