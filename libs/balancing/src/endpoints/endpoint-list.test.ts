import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnnotatedEndpoint, EndpointList } from './endpoint-list.ts';

function endpoint(port: number, weight = 1): AnnotatedEndpoint {
  return { addresses: [{ host: '10.0.0.1', port }], weight };
}

/** Applies updates and returns what the told changes add up to. */
class Mirror {
  readonly list = new EndpointList();
  readonly known = new Map<string, number>();
  told = 0;
  readonly faults: string[] = [];

  update(endpoints: AnnotatedEndpoint[]): void {
    this.told = 0;
    this.list.update(endpoints, {
      added: (key, { weight }) => {
        if (this.known.has(key)) this.faults.push(`${key} was added twice`);
        this.#tell(key, weight);
      },
      changed: (key, { weight }) => {
        if (!this.known.has(key)) this.faults.push(`${key} changed unknown`);
        this.#tell(key, weight);
      },
      removed: (key) => {
        if (!this.known.delete(key)) this.faults.push(`${key} was removed unknown`);
        this.told += 1;
      },
    });
  }

  #tell(key: string, weight: number | undefined): void {
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
