import { randomUUID } from 'node:crypto';
import { createLogger } from '@ballast/logging';
import {
  createEventLog,
  createOutbox,
  eventLogMigrations,
  openDatabase,
  outboxMigrations,
  startOutboxRelay,
} from '@ballast/persistence';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';

interface Tables {
  orders: { id: string; state: string };
}

// A real PostgreSQL, in a second; or leave this out and give openDatabase the url of your own.
const directory = process.argv[2] ?? '.ballast/example';
await using server = await startEmbeddedPostgres({ directory, onProgress: console.log });
await using database = openDatabase<Tables>({
  url: server.url,
  schema: 'example',
  applicationName: 'example',
  logger: createLogger({ service: 'example', level: 'warn' }),
});
await database.migrate({
  ...eventLogMigrations,
  ...outboxMigrations,
  'orders-001': {
    async up(db) {
      const table = db.schema
        .createTable('orders')
        .addColumn('id', 'text', (id) => id.primaryKey());
      await table.addColumn('state', 'text').execute();
    },
  },
});

const shipments = createOutbox<{ readonly to: string }>({ topic: 'ship' });
const history = createEventLog<string, Tables>({ database, stream: 'orders' });

// Delivers what was committed, as often as it takes; any number of processes may do so.
const relay = startOutboxRelay({
  database,
  handlers: {
    ship: async ({ key: id }, call) => {
      await database.transaction(call, async (trx) => {
        await trx.updateTable('orders').set({ state: 'SHIPPED' }).where('id', '=', id).execute();
        await history.append(trx, { key: id, sequence: 2, payload: 'SHIPPED' });
      });
    },
  },
});

// The order, what happened to it and what is to be done about it: all or nothing, within 500 ms.
const id = randomUUID();
await database.transaction({ timeLeftMs: 500 }, async (trx) => {
  await trx.insertInto('orders').values({ id, state: 'PLACED' }).execute();
  await history.append(trx, { key: id, sequence: 1, payload: 'PLACED' });
  await shipments.append(trx, { key: id, payload: { to: 'Rotterdam' } });
});

for await (const { payload } of history.follow({ key: id })) {
  console.log(payload);
  if (payload === 'SHIPPED') break;
}
await relay.stop();
