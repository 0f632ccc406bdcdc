import type { OrderAnswer, OrderState } from '../../src/api.ts';
import { formatCents, formatMs } from '../format/figures.ts';
import type { Tone } from '../marks/conditions.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { linkTo } from '../shell/route.ts';
import { useOrderSteps } from './follow-order.ts';
import type { PlacedOrder } from './placed-order.ts';

export const orderTones: Record<OrderState, Tone> = {
  PENDING: 'idle',
  CONFIRMED: 'good',
  REJECTED: 'bad',
  CANCELLED: 'aside',
};

/** An order just placed: each state as it is reached, and the way to its trace. */
export function PlacedOrderCard({ placed }: { placed: PlacedOrder }) {
  const { answer } = placed;
  const { order, traceId, durationMs } = answer;
  const steps = useOrderSteps(order?.orderId);
  const state = steps.at(-1)?.state ?? order?.state;
  const tone = state === undefined ? 'bad' : orderTones[state];
  return (
    <section
      class={`panel placed tone-${tone}`}
      aria-label="The order just placed"
      data-state={state ?? 'REFUSED'}
    >
      <header>
        <h2>{order === undefined ? 'Not placed' : `Order ${order.orderId.slice(0, 8)}`}</h2>
        <a class="button small" href={linkTo('traces', traceId)}>
          Open its trace
        </a>
      </header>
      <div class="inside stack">
        <p role="status">
          <span class={`tag tone-${tone}`}>
            <StatusMark tone={tone} />
            {state ?? refusalOf(answer)}
          </span>{' '}
          <span class="small muted">answered in {formatMs(durationMs)}</span>
        </p>
        {order === undefined && (
          <p class="small">{answer.detail ?? 'The gateway did not say why.'}</p>
        )}
        {order !== undefined && <OrderSteps steps={steps} />}
        {order !== undefined && Number(order.totalCents) > 0 && (
          <p class="small">
            {order.items.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')} ·{' '}
            <b>{formatCents(Number(order.totalCents))}</b>
          </p>
        )}
      </div>
    </section>
  );
}

const refusalOf = ({ httpStatus, reason }: OrderAnswer) => `${httpStatus} ${reason ?? 'refused'}`;

function OrderSteps({ steps }: { steps: ReturnType<typeof useOrderSteps> }) {
  const beganMs = steps[0]?.atMs ?? 0;
  return (
    <ol class="order-steps">
      {steps.map(({ state, atMs, reason }) => (
        <li key={state} class={`tone-${orderTones[state]}`}>
          <StatusMark tone={orderTones[state]} />
          <span>
            {state.toLowerCase()}
            {reason !== '' && `: ${reason}`}
          </span>
          <span class="muted">
            {atMs === beganMs ? 'placed' : `after ${formatMs(atMs - beganMs)}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
