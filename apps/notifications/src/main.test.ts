import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '@ballast/client';
import { NotificationsServiceService } from '@ballast/contracts';
import { findTestServer } from '@ballast/persistence/testing';
import { isListeningMessage } from '@ballast/program';
import { spawnProgram } from '@ballast/testing';
import { expect, test } from 'vitest';
import { all, change } from '../test/start-replica.ts';

const program = join(import.meta.dirname, 'main.ts');

const spawnNotifications = async (environment: NodeJS.ProcessEnv = {}) =>
  spawnProgram(
    program,
    {
      ...{ PORT: '0', BALLAST_DATABASE_URL: await findTestServer(), LOG_LEVEL: 'error' },
      ...{ NOTIFICATIONS_DRAIN_DELAY: '0ms', ...environment },
    },
    true,
  );

test('the service keeps messages, and ends with 0 on SIGTERM', async () => {
  await using notifications = await spawnNotifications();
  const told = await Promise.race([once(notifications.child, 'message'), notifications.end]);
  const message: unknown = Array.isArray(told) ? told[0] : told;
  if (!isListeningMessage(message)) throw new Error(`not started: ${JSON.stringify(message)}`);
  const target = `static:///${message.address}`;
  using client = createClient(NotificationsServiceService, { target });
  await client.recordOrderEvents([change('main', 1n)]);
  const page = await client.listNotifications({ ...all, orderId: 'main' });
  expect(page.notifications).toHaveLength(1);
  notifications.child.kill('SIGTERM');
  expect(await notifications.end).toMatchObject({ code: 0, stderr: '' });
});

test('a database that is away is waited for, and then is a line on standard error', async () => {
  await using notifications = await spawnNotifications({
    BALLAST_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    NOTIFICATIONS_DATABASE_WAIT: '200ms',
  });
  const { code, stderr } = await notifications.end;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cannot start: the database cannot be reached: .*ECONNREFUSED.*\n$/);
});

test('a wrong variable is a line on standard error, and exit code 78', async () => {
  await using notifications = await spawnNotifications({ PORT: 'x' });
  const { code, stderr } = await notifications.end;
  expect(code).toBe(78);
  expect(stderr).toMatch(/^PORT must be .*got "x"\n$/);
});
