import type { LookupAddress } from 'node:dns';
import { createGate } from '@ballast/testing';
import { expect, test, vi } from 'vitest';
import { createRememberingLookup, type RememberingLookupOptions } from './remembering-lookup.ts';

const here: LookupAddress = { address: '127.0.0.1', family: 4 };
const there: LookupAddress = { address: '127.0.0.2', family: 4 };
const sixth: LookupAddress = { address: '::1', family: 6 };

function lookingUp(ask: NonNullable<RememberingLookupOptions['ask']>) {
  const lookup = createRememberingLookup({ ask, patienceMs: 1 });
  return (host: string, family?: number) =>
    new Promise<unknown>((resolve, reject) => {
      lookup(host, { all: true, family }, (error, found) =>
        error ? reject(error) : resolve(found),
      );
    });
}

test('each question is asked anew, and a name that moves is followed', async () => {
  const answers = [[here], [there, sixth]];
  const find = lookingUp(() => Promise.resolve(answers.shift() ?? []));
  expect(await find('db')).toEqual([here]);
  expect(await find('db')).toEqual([there, sixth]);
});

test.each([
  ['fail', () => Promise.reject(new Error('EAI_AGAIN'))],
  ['say nothing', () => new Promise<never>(() => {})],
])('where name servers %s, what they said last is used', async (_what, silent) => {
  const ask = vi.fn<() => Promise<LookupAddress[]>>(silent).mockResolvedValueOnce([here]);
  const find = lookingUp(ask);
  expect(await find('db')).toEqual([here]);
  expect(await find('db')).toEqual([here]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('an answer that comes late is known the next time', async () => {
  const gate = createGate();
  const ask = vi
    .fn(() => gate.opened.then(() => [there]))
    .mockReturnValueOnce(Promise.resolve([here]));
  const find = lookingUp(ask);
  await find('db');
  expect(await find('db')).toEqual([here]);
  gate.open();
  await vi.waitFor(async () => expect(await find('db')).toEqual([there]));
});

test('a hundred questions about one name are one', async () => {
  const gate = createGate();
  const ask = vi.fn(() => gate.opened.then(() => [here]));
  const find = lookingUp(ask);
  const all = Array.from({ length: 100 }, () => find('db'));
  gate.open();
  expect(new Set((await Promise.all(all)).flat() as LookupAddress[])).toEqual(new Set([here]));
  expect(ask).toHaveBeenCalledTimes(1);
});

test('a name that was never known is an error, and so is one without an address of the family', async () => {
  const find = lookingUp((host) =>
    host === 'db' ? Promise.resolve([here]) : Promise.reject(new Error('no such host')),
  );
  await expect(find('nowhere')).rejects.toThrow('no such host');
  await expect(find('db', 6)).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('one address is given where one is asked for, as net does without a choice of families', async () => {
  const lookup = createRememberingLookup({ ask: () => Promise.resolve([sixth, here]) });
  const found = await new Promise((resolve) => {
    lookup('db', { family: 4 }, (_error, address, family) => resolve([address, family]));
  });
  expect(found).toEqual(['127.0.0.1', 4]);
});
