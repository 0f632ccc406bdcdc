import { sql, type RawBuilder } from 'kysely';

/** A rule of the books, with the query that finds what breaks it. */
export interface Rule {
  readonly says: string;
  readonly offenders: RawBuilder<unknown>;
}

/** What passes by itself, sooner or later, while the services are up. */
export const unfinished: readonly Rule[] = [
  {
    says: 'no order is PENDING',
    offenders: sql`select order_id, created_at from orders.orders where state = 'PENDING'`,
  },
  {
    says: 'nothing is left to do',
    offenders: sql`select topic, key, attempts, last_error, available_at from orders.outbox`,
  },
];

/** What is true whenever nothing is under way. */
export const rules: readonly Rule[] = [
  {
    says: 'on hand is what was received, less what is committed',
    offenders: sql`
      select sku, received, on_hand, coalesce(units, 0) as committed
      from inventory.stock left join (${unitsIn('COMMITTED')}) as committed using (sku)
      where on_hand <> received - coalesce(units, 0)`,
  },
  {
    says: 'reserved is what is held',
    offenders: sql`
      select sku, reserved, coalesce(units, 0) as held
      from inventory.stock left join (${unitsIn('HELD')}) as held using (sku)
      where reserved <> coalesce(units, 0)`,
  },
  {
    says: 'an order and its reservation have come to the same end',
    offenders: sql`
      select order_id, o.state, r.state as reservation
      from orders.orders as o left join inventory.reservation as r on r.reservation_id = o.order_id
      where not coalesce(case o.state
        when 'CONFIRMED' then r.state = 'COMMITTED'
        when 'CANCELLED' then r.state = 'RELEASED'
        when 'REJECTED' then r.state in ('REFUSED', 'EXPIRED', 'RELEASED')
          -- Not in time: whatever was reserved, or is still, goes back or runs out.
          or o.rejection_reason = 'NOT_IN_TIME' and coalesce(r.state, 'HELD') = 'HELD'
      end, false)`,
  },
  {
    // The suite's own reservations, made past the orders service, are called e2e-direct-….
    says: 'every reservation has an order',
    offenders: sql`
      select reservation_id, r.state
      from inventory.reservation as r left join orders.orders as o on o.order_id = r.reservation_id
      where o.order_id is null and r.reservation_id not like 'e2e-direct-%'`,
  },
  {
    says: 'an order has the lines and prices of its reservation',
    offenders: sql`
      with ordered as (
        select order_id as id, sku, quantity, unit_price_cents from orders.order_line
        join orders.orders using (order_id) where state in ('CONFIRMED', 'CANCELLED')
      ), reserved as (
        select reservation_id as id, sku, quantity, unit_price_cents from inventory.reservation_line
        join orders.orders on order_id = reservation_id where state in ('CONFIRMED', 'CANCELLED')
      )
      (select * from ordered except all select * from reserved)
      union all (select * from reserved except all select * from ordered)`,
  },
  {
    says: 'a total is the sum of its lines',
    offenders: sql`
      select order_id, total_cents, sum(quantity * unit_price_cents) as sum
      from orders.orders join orders.order_line using (order_id)
      where state in ('CONFIRMED', 'CANCELLED')
      group by order_id having total_cents <> sum(quantity * unit_price_cents)`,
  },
  {
    says: 'an idempotency key and an order belong to each other alone',
    offenders: sql`
      select order_id, count(key) as keys
      from orders.orders full join orders.idempotency_key on answer ->> 'orderId' = order_id
      group by order_id, rejection_reason
      -- The key of an order that was not in time is forgotten.
      having count(key) <> case rejection_reason when 'NOT_IN_TIME' then 0 else 1 end
        or order_id is null`,
  },
  {
    says: 'the events of an order tell each of its changes once, up to its state',
    offenders: sql`
      select order_id, state, o.sequence, count(e.sequence) as events, max(e.sequence) as last
      from orders.orders as o
      left join orders.event_log as e on e.stream = 'orders' and e.key = o.order_id
      group by order_id
      having o.sequence <> count(e.sequence) or o.sequence <> max(e.sequence)
        or o.state <> (array_agg(e.payload ->> 'state' order by e.sequence desc))[1]`,
  },
];

/** Units in reservations of a state, by sku. */
function unitsIn(state: string): RawBuilder<unknown> {
  return sql`
    select line.sku, sum(line.quantity) as units
    from inventory.reservation join inventory.reservation_line as line using (reservation_id)
    where state = ${sql.lit(state)} group by line.sku`;
}
