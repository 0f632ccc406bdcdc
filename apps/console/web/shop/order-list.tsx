import { formatMs, formatTime } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { Empty } from '../marks/empty.tsx';
import { StatusMark } from '../marks/status-mark.tsx';
import { linkTo } from '../shell/route.ts';
import { orderTones } from './placed-order-card.tsx';

/** The latest orders, whoever placed them, each with its trace. */
export function OrderList() {
  const orders = snapshot.value?.recentOrders ?? [];
  return (
    <section class="panel" aria-labelledby="orders-title">
      <header>
        <h2 id="orders-title">Latest orders</h2>
      </header>
      {orders.length === 0 ? (
        <Empty title="Nobody has ordered yet" />
      ) : (
        <table class="orders">
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">State</th>
              <th scope="col" class="number">
                Took
              </th>
              <th scope="col" class="number">
                At
              </th>
            </tr>
          </thead>
          <tbody>
            {orders.map(({ orderId, atMs, traceId, state, durationMs, isError }) => {
              const tone = isError ? 'bad' : state === undefined ? 'idle' : orderTones[state];
              return (
                <tr key={`${orderId} ${traceId}`}>
                  <th scope="row">
                    <a
                      class="mono"
                      href={linkTo('traces', traceId)}
                      aria-label={`Trace of order ${orderId}`}
                    >
                      {orderId.slice(0, 8)}
                    </a>
                  </th>
                  <td>
                    <span class={`in-tone order-state tone-${tone}`}>
                      <StatusMark tone={tone} />
                      {isError ? 'failed' : (state ?? 'unknown').toLowerCase()}
                    </span>
                  </td>
                  <td class="number">{formatMs(durationMs)}</td>
                  <td class="number muted">{formatTime(atMs)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
