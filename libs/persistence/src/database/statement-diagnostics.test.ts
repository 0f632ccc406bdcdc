import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { STATEMENT_CHANNEL, type StatementEvent } from './statement-diagnostics.ts';
import { addTo, openAccounts } from './test/accounts.ts';

it('shows every statement with begin and commit, before it is sent and when it is answered', async () => {
  await using database = await openAccounts();
  const seen: string[] = [];
  const onStart = (event: unknown) => seen.push(`> ${(event as StatementEvent).statement}`);
  const onEnd = (event: unknown) => seen.push(`< ${(event as StatementEvent).kind}`);
  subscribe(`tracing:${STATEMENT_CHANNEL}:start`, onStart);
  subscribe(`tracing:${STATEMENT_CHANNEL}:asyncEnd`, onEnd);
  try {
    await database.transaction({ timeLeftMs: 1_000 }, (trx) => addTo(trx, 1, 0));
    await database.transaction({}, () => Promise.reject(new Error('no'))).catch(() => {});
  } finally {
    unsubscribe(`tracing:${STATEMENT_CHANNEL}:start`, onStart);
    unsubscribe(`tracing:${STATEMENT_CHANNEL}:asyncEnd`, onEnd);
  }
  expect(seen).toEqual([
    '> begin',
    '< begin',
    '> update account set balance = balance + $1 where id = $2',
    '< statement',
    '> commit',
    '< commit',
    '> begin',
    '< begin',
    '> rollback',
    '< rollback',
  ]);
});
