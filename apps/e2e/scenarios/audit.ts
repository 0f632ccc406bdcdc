import assert from 'node:assert/strict';
import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import { sql, type RawBuilder } from 'kysely';
import { openBooks } from '../src/audit/open-books.ts';
import type { Case, Scenario } from '../src/scenario.ts';
import type { ShownOrder } from '../src/shop/shop.ts';

/** A mistake in the books, made by hand, and how to take it back. */
interface Mistake {
  readonly name: string;
  /** The rule that must find it. */
  readonly rule: RegExp;
  make(orderId: string): RawBuilder<unknown>;
  mend(orderId: string): RawBuilder<unknown>;
}

const mistakes: readonly Mistake[] = [
  {
    name: 'a unit that was never received',
    rule: /on hand is what was received/,
    make: (id) =>
      sql`update inventory.stock set on_hand = on_hand + 1 where sku in (${skusOf(id)})`,
    mend: (id) =>
      sql`update inventory.stock set on_hand = on_hand - 1 where sku in (${skusOf(id)})`,
  },
  {
    name: 'a unit that nobody holds',
    rule: /reserved is what is held/,
    make: (id) =>
      sql`update inventory.stock set reserved = reserved + 1 where sku in (${skusOf(id)})`,
    mend: (id) =>
      sql`update inventory.stock set reserved = reserved - 1 where sku in (${skusOf(id)})`,
  },
  {
    name: 'stock that came back for an order that still stands',
    rule: /the same end/,
    make: (id) =>
      sql`update inventory.reservation set state = 'RELEASED' where reservation_id = ${id}`,
    mend: (id) =>
      sql`update inventory.reservation set state = 'COMMITTED' where reservation_id = ${id}`,
  },
  {
    name: 'a reservation without an order',
    rule: /every reservation has an order/,
    make: (id) => sql`
      insert into inventory.reservation (reservation_id, items_fingerprint, expires_at, state)
      select ${`${id}-twice`}, items_fingerprint, expires_at, 'EXPIRED' from inventory.reservation
      where reservation_id = ${id}`,
    mend: (id) => sql`delete from inventory.reservation where reservation_id = ${`${id}-twice`}`,
  },
  {
    name: 'a line that was sold at another price',
    rule: /lines and prices/,
    make: (id) => sql`update orders.order_line set unit_price_cents = 7 where order_id = ${id}`,
    mend: (id) => sql`update orders.order_line set unit_price_cents = 100 where order_id = ${id}`,
  },
  {
    name: 'a total that is no sum',
    rule: /a total is the sum/,
    make: (id) =>
      sql`update orders.orders set total_cents = total_cents + 1 where order_id = ${id}`,
    mend: (id) =>
      sql`update orders.orders set total_cents = total_cents - 1 where order_id = ${id}`,
  },
  {
    name: 'two keys for one order',
    rule: /belong to each other alone/,
    make: (id) => sql`
      insert into orders.idempotency_key (scope, key, fingerprint, answer, expires_at)
      select scope, key || '-twice', fingerprint, answer, expires_at from orders.idempotency_key
      where answer ->> 'orderId' = ${id}`,
    mend: (id) => sql`
      delete from orders.idempotency_key
      where answer ->> 'orderId' = ${id} and key like '%-twice'`,
  },
  {
    name: 'a change that nobody was told of',
    rule: /events of an order/,
    make: (id) => sql`update orders.orders set sequence = sequence + 1 where order_id = ${id}`,
    mend: (id) => sql`update orders.orders set sequence = sequence - 1 where order_id = ${id}`,
  },
];

export const audit: Scenario = {
  name: 'the audit',
  needs: [],
  cases: mistakes.map(toCase),
};

/** A rule that finds nothing because it looks at nothing would pass everything: so each is seen to fail. */
function toCase({ name, rule, make, mend }: Mistake): Case {
  return {
    name: `finds ${name}`,
    async run({ platform, shop, stockUp, newId }) {
      const items = [{ sku: await stockUp(5), quantity: 1 }];
      const { json } = await shop.placeOrder({ customerId: newId('audited'), items });
      const { orderId } = json as ShownOrder;
      await using database = openDatabase<never>({
        url: platform.databaseUrl,
        schema: 'public',
        applicationName: 'e2e-audit',
        logger: silentLogger,
      });
      await using books = openBooks(platform.databaseUrl);
      await books.audit();
      await database.transaction({}, (transaction) => make(orderId).execute(transaction));
      try {
        await assert.rejects(books.audit(), rule);
      } finally {
        await database.transaction({}, (transaction) => mend(orderId).execute(transaction));
      }
    },
  };
}

const skusOf = (orderId: string) =>
  sql`select sku from orders.order_line where order_id = ${orderId}`;
