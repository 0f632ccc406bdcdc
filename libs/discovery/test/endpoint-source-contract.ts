/** What every source promises, whatever it looks at. A new source adds a row to contract.test.ts. */
import { startLeakCheck } from '@ballast/testing';
import { describe, expect, test } from 'vitest';
import type { EndpointSource } from '../src/endpoint-source.ts';
import { recordSource } from './record-source.ts';

/** A source over a world that the test can change. */
export interface SourceWorld extends AsyncDisposable {
  readonly source: EndpointSource;
  /** The addresses that the world has at first. */
  readonly addresses: readonly string[];
  /** Changes the world; undefined where it cannot change. */
  readonly change?: (addresses: readonly string[]) => Promise<void>;
}

/** The same kind of source where there is nothing to find. */
export interface EmptyWorld extends AsyncDisposable {
  readonly source: EndpointSource;
  /** What the failure has to say. */
  readonly reason: RegExp;
}

export interface SourceRow {
  readonly name: string;
  readonly createWorld: () => Promise<SourceWorld>;
  /** Undefined where the set is always known. */
  readonly createEmptyWorld?: () => Promise<EmptyWorld>;
}

export function describeEndpointSource({ name, createWorld, createEmptyWorld }: SourceRow): void {
  describe(`${name} as an endpoint source`, () => {
    test('tells the whole set after start, and not before start has returned', async () => {
      await using world = await createWorld();
      using recording = recordSource(world.source);
      expect(recording.discoveries).toEqual([]);
      await recording.toldSet(world.addresses);
      expect(recording.discoveries).toHaveLength(1);
    });

    test('tells a set that cannot be changed afterwards', async () => {
      await using world = await createWorld();
      using recording = recordSource(world.source);
      await recording.toldSet(world.addresses);
      const [discovery] = recording.discoveries;
      expect(discovery?.kind === 'endpoints' && Object.isFrozen(discovery.endpoints)).toBe(true);
    });

    test('tells nothing once it is stopped', async () => {
      await using world = await createWorld();
      const recording = recordSource(world.source);
      world.source.stop();
      await world.change?.(['127.0.0.1:9']);
      using other = recordSource((await createWorld()).source);
      await other.toldSet(world.addresses);
      expect(recording.discoveries).toEqual([]);
    });

    test('can be started again after it was stopped', async () => {
      await using world = await createWorld();
      const first = recordSource(world.source);
      world.source.stop();
      using second = recordSource(world.source);
      await second.toldSet(world.addresses);
      expect(first.discoveries).toEqual([]);
    });

    test('takes a refresh at any time', async () => {
      await using world = await createWorld();
      world.source.refresh();
      using recording = recordSource(world.source);
      for (let time = 0; time < 100; time++) world.source.refresh();
      await recording.toldSet(world.addresses);
      world.source.stop();
      world.source.refresh();
      expect(recording.discoveries).toHaveLength(1);
    });

    test('leaves nothing open when it is stopped', async () => {
      await using world = await createWorld();
      using leaks = startLeakCheck();
      const recording = recordSource(world.source);
      await recording.toldSet(world.addresses);
      world.source.stop();
      await leaks.expectNone();
    });
  });

  if (createEmptyWorld === undefined) return;
  test(`${name} with nothing to find tells why`, async () => {
    await using world = await createEmptyWorld();
    using recording = recordSource(world.source);
    await recording.toldFailure(world.reason);
  });
}

/** What sources promise that look at something which changes. */
export function describeChangingSource({ name, createWorld }: SourceRow): void {
  describe(`${name} as a source that changes`, () => {
    test('tells each change without being asked', async () => {
      await using world = await createWorld();
      using recording = recordSource(world.source);
      await recording.toldSet(world.addresses);
      for (const addresses of [['127.0.0.1:7'], [], ['127.0.0.1:8', '[::1]:8']]) {
        await world.change!(addresses);
        await recording.toldSet(addresses);
      }
    });
  });
}
