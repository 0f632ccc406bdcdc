import { Metadata } from '@grpc/grpc-js';
import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBaggage, parseBaggage } from './baggage-text.ts';
import { readBaggage, withBaggage, writeBaggage } from './baggage.ts';

const sent = (context = ROOT_CONTEXT, metadata = new Metadata()) => {
  writeBaggage(metadata, context);
  return readBaggage(metadata);
};

test('it goes on as it came, to the letter', () => {
  const header = 'shop=north%20wing;private , tier = gold,broken';
  expect(sent(withBaggage(ROOT_CONTEXT, header))).toBe(header);
});

test('a program finds its entries, and may send others', () => {
  const context = withBaggage(ROOT_CONTEXT, 'shop=north%20wing;private, =x, %=%zz');
  const baggage = propagation.getBaggage(context);
  expect(baggage?.getAllEntries().map(([key, { value }]) => [key, value])).toEqual([
    ['shop', 'north wing'],
  ]);
  const changed = baggage!.setEntry('tier', { value: 'a,b' });
  expect(sent(propagation.setBaggage(context, changed))).toBe(
    'shop=north%20wing;private,tier=a%2Cb',
  );
  expect(sent(propagation.setBaggage(context, baggage!.clear()))).toBeUndefined();
});

test('none is sent where there is none, or too much of it', () => {
  expect(sent()).toBeUndefined();
  expect(sent(withBaggage(ROOT_CONTEXT, ''))).toBeUndefined();
  expect(sent(withBaggage(ROOT_CONTEXT, `a=${'x'.repeat(8191)}`))).toBeUndefined();
});

test('what a caller puts into its metadata by itself stays', () => {
  const metadata = new Metadata();
  metadata.set('baggage', 'own=1');
  expect(sent(ROOT_CONTEXT, metadata)).toBe('own=1');
});

test('several headers are one list', () => {
  const metadata = new Metadata();
  metadata.add('baggage', 'a=1');
  metadata.add('baggage', 'b=2');
  expect(readBaggage(metadata)).toBe('a=1,b=2');
});

test('whatever is written is read again', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9_.-]+$/);
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.dictionary(token, text, { noNullPrototype: true }), (values) => {
      const entries = Object.entries(values).map(([key, value]) => [key, { value }] as const);
      const baggage = propagation.createBaggage(Object.fromEntries(entries));
      const read = parseBaggage(formatBaggage(baggage)).getAllEntries();
      expect(read).toEqual(baggage.getAllEntries());
    }),
  );
});
