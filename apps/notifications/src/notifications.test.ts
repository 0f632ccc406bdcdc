import { OrderState } from '@ballast/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, change, startReplica } from '../test/start-replica.ts';
import type { Replica } from '../test/start-replica.ts';

let replica: Replica;
beforeAll(async () => {
  replica = await startReplica();
});
afterAll(() => replica[Symbol.asyncDispose]());

const { ORDER_STATE_CONFIRMED: CONFIRMED, ORDER_STATE_PENDING: PENDING } = OrderState;

test('every change becomes one message, newest first', async () => {
  const { client } = replica;
  const confirmed = change('first', 2n, { state: CONFIRMED, totalCents: 450n });
  const sent = [change('first', 1n), confirmed];
  expect(await client.recordOrderEvents(sent)).toEqual({ received: 2, recorded: 2 });
  const { notifications } = await client.listNotifications({ ...all, orderId: 'first' });
  expect(notifications).toMatchObject([
    { sequence: 2n, state: CONFIRMED, customerId: 'ada', occurredAt: confirmed.occurredAt },
    { sequence: 1n, state: PENDING },
  ]);
  expect(notifications[0]?.text).toContain('4.50');
});

test('what is told again is known, also within one call and in another order', async () => {
  const { client } = replica;
  const [one, two, three] = [change('again', 1n), change('again', 2n), change('again', 3n)];
  expect(await client.recordOrderEvents([two, one, two])).toEqual({ received: 3, recorded: 2 });
  expect(await client.recordOrderEvents([three, two, one])).toEqual({ received: 3, recorded: 1 });
});

test('two that tell the same at once write it once', async () => {
  const { client } = replica;
  const changes = Array.from({ length: 1200 }, (_, index) => change(`at-once-${index}`, 1n));
  const answers = await Promise.all([
    client.recordOrderEvents(changes),
    client.recordOrderEvents(changes.toReversed()),
  ]);
  expect(answers.map(({ received }) => received)).toEqual([1200, 1200]);
  expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(1200);
});

test("a customer's messages come in pages that hold each of them once", async () => {
  const { client } = replica;
  // Five at the same moment: the place in the list is more than the time.
  const occurredAt = new Date(7000);
  const customerId = 'bob';
  const sent = [1, 2, 3, 4, 5].map((n) => change(`page-${n}`, 1n, { customerId, occurredAt }));
  await client.recordOrderEvents(sent);
  const seen: string[] = [];
  let pageToken = '';
  do {
    const page = await client.listNotifications({ ...all, customerId, pageSize: 2, pageToken });
    seen.push(...page.notifications.map(({ orderId }) => orderId));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  expect(seen).toEqual(['page-5', 'page-4', 'page-3', 'page-2', 'page-1']);
});

test('a state that is not known here is told without words for it', async () => {
  const { client } = replica;
  await client.recordOrderEvents([change('newer', 1n, { state: 77 as OrderState })]);
  const { notifications } = await client.listNotifications({ ...all, orderId: 'newer' });
  expect(notifications[0]?.text).toBe('Your order newer has changed.');
});

test('a change that breaks a rule is refused by name', async () => {
  const call = replica.client.recordOrderEvents([change('bad', 0n)]);
  await expect(call).rejects.toMatchObject({ code: 3, fieldViolations: [{ field: 'sequence' }] });
});

test.each([
  ['none', all],
  ['both', { ...all, orderId: 'first', customerId: 'ada' }],
])('a list of %s is refused by name', async (_which, request) => {
  await expect(replica.client.listNotifications(request)).rejects.toMatchObject({
    ...{ code: 3, reason: 'BAD_SUBJECT' },
    fieldViolations: [{ field: 'order_id' }, { field: 'customer_id' }],
  });
});

test('a page token that nobody gave is refused by name', async () => {
  const call = replica.client.listNotifications({ ...all, customerId: 'ada', pageToken: 'x' });
  await expect(call).rejects.toMatchObject({ code: 3, reason: 'BAD_PAGE_TOKEN' });
});
