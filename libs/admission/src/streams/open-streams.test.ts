import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClientRecord } from '../clients/client-table.ts';
import { OpenStreams } from './open-streams.ts';

const createClient = (): ClientRecord => ({
  recent: 0,
  recentMs: 0,
  streams: 0,
  bucketsFullAtMs: [],
});

function openAll(streams: OpenStreams, client: ClientRecord): number {
  let opened = 0;
  while (streams.hasRoom('default', client)) {
    streams.opened(client);
    opened += 1;
  }
  return opened;
}

test('a client alone may have every place', () => {
  expect(openAll(new OpenStreams(100), createClient())).toBe(100);
});

test('a client that comes late finds places: the last ones are for who has less than its share', () => {
  const streams = new OpenStreams(100);
  const [first, second] = [createClient(), createClient()];
  streams.opened(second);
  expect(openAll(streams, first)).toBe(79);
  expect(openAll(streams, second)).toBe(20);
});

test('sheddable streams leave places for the others', () => {
  const streams = new OpenStreams(10);
  const client = createClient();
  for (let i = 0; i < 7; i += 1) streams.opened(client);
  expect(streams.hasRoom('sheddable', client)).toBe(false);
  expect(streams.hasRoom('default', client)).toBe(true);
});

test('never more than there are places, and all are free again when all are closed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(7)), (max, steps) => {
      const streams = new OpenStreams(max);
      const clients = Array.from({ length: 4 }, createClient);
      for (const step of steps) {
        const client = clients[step % 4]!;
        if (step < 4 && streams.hasRoom('default', client)) streams.opened(client);
        else if (step >= 4 && client.streams > 0) streams.closed(client);
        expect(streams.open).toBeLessThanOrEqual(max);
      }
      for (const client of clients) while (client.streams > 0) streams.closed(client);
      expect(openAll(streams, createClient())).toBe(max);
    }),
  );
});
