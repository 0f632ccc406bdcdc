import { expect, test } from 'vitest';
import { waitUntil } from './wait-until.ts';

test('gives what was seen, after looking as often as needed', async () => {
  let looks = 0;
  const look = () => Promise.resolve(++looks === 3 ? 'here' : undefined);
  expect(await waitUntil('it is here', look, { pollMs: 1 })).toBe('here');
});

test('a look that fails is a look that saw nothing', async () => {
  let looks = 0;
  const look = () => (++looks < 3 ? Promise.reject(new Error('away')) : Promise.resolve(looks));
  expect(await waitUntil('it answers', look, { pollMs: 1 })).toBe(3);
});

test('gives up with a sentence and the last failure', async () => {
  const away = new Error('away');
  const look = () => Promise.reject(away);
  await expect(waitUntil('it answers', look, { timeoutMs: 5, pollMs: 1 })).rejects.toMatchObject({
    message: 'timed out after 5 ms waiting until it answers',
    cause: away,
  });
});
