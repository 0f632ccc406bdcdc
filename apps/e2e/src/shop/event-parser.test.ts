import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventParser } from './event-parser.ts';

test('reads id, event and data, and keeps the id for events without one', () => {
  const parse = createEventParser();
  expect(parse('id: 1\nevent: order\ndata: {"a":1}\n\ndata:x\ndata: y\n\n')).toEqual([
    { id: '1', event: 'order', data: '{"a":1}' },
    { id: '1', event: 'message', data: 'x\ny' },
  ]);
});

test('heartbeats and unknown fields are no events', () => {
  const parse = createEventParser();
  expect(parse(': heartbeat\n\nretry: 1000\n\nid: 7\n\n')).toEqual([]);
  expect(parse('data\n\n')).toEqual([{ id: '7', event: 'message', data: '' }]);
});

test('gives the same events wherever the text is cut', () => {
  const eventOf = fc.record({
    id: fc.stringMatching(/^[0-9]{1,4}$/),
    data: fc.array(fc.stringMatching(/^[a-z{}:]{0,8}$/), { minLength: 1, maxLength: 3 }),
    end: fc.constantFrom('\n', '\r\n'),
  });
  fc.assert(
    fc.property(fc.array(eventOf), fc.array(fc.nat(200)), (events, cuts) => {
      const text = events
        .map(({ id, data, end }) =>
          [`id: ${id}`, ': beat', ...data.map((line) => `data: ${line}`), '', ''].join(end),
        )
        .join('');
      const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      const parse = createEventParser();
      const seen = at.flatMap((from, index) => parse(text.slice(from, at[index + 1] ?? from)));
      expect(seen).toEqual(
        events.map(({ id, data }) => ({ id, event: 'message', data: data.join('\n') })),
      );
    }),
  );
});
