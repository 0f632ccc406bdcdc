import { useState } from 'preact/hooks';
import type { OrderAnswer, Product } from '../../src/api.ts';
import { formatCents } from '../format/figures.ts';
import { send } from '../live/requests.ts';
import { useAction } from '../live/use-action.ts';
import type { PlacedOrder } from './placed-order.ts';

interface BasketProps {
  readonly products: readonly Product[];
  readonly quantities: Readonly<Record<string, number>>;
  readonly onPlaced: (placed: PlacedOrder) => void;
}

/** What is about to be ordered. */
export function Basket({ products, quantities, onPlaced }: BasketProps) {
  const [customerId, setCustomerId] = useState('ada');
  const { isBusy, run } = useAction();
  const lines = products.filter(({ sku }) => (quantities[sku] ?? 0) > 0);
  const totalCents = lines.reduce(
    (sum, { sku, priceCents }) => sum + Number(priceCents) * (quantities[sku] ?? 0),
    0,
  );
  const place = () =>
    run(async () => {
      // One key for one press: a request that is lost on the way can be sent again, and orders once.
      const key = crypto.randomUUID();
      const items = lines.map(({ sku }) => ({ sku, quantity: quantities[sku] ?? 0 }));
      const answer = await send<OrderAnswer>('/api/shop/orders', {
        customerId,
        items,
        idempotencyKey: key,
      });
      onPlaced({ key, answer });
    });
  return (
    <form
      class="panel"
      aria-labelledby="basket-title"
      onSubmit={(event) => {
        event.preventDefault();
        place();
      }}
    >
      <header>
        <h2 id="basket-title">Basket</h2>
        <b>{formatCents(totalCents)}</b>
      </header>
      <div class="inside basket">
        {lines.length === 0 ? (
          <p class="muted small">Nothing yet: choose a quantity.</p>
        ) : (
          <ul class="small">
            {lines.map(({ sku, name, priceCents }) => (
              <li key={sku} class="basket-line">
                <span>
                  {quantities[sku]} × {name}
                </span>
                <span>{formatCents(Number(priceCents) * (quantities[sku] ?? 0))}</span>
              </li>
            ))}
          </ul>
        )}
        <label class="field">
          <span>Customer</span>
          <input
            value={customerId}
            required
            maxLength={64}
            pattern="[A-Za-z0-9][A-Za-z0-9._@\-]*"
            title="Letters, digits, and . _ @ -"
            autocomplete="off"
            onInput={(event) => setCustomerId(event.currentTarget.value)}
          />
        </label>
        <button class="button primary" type="submit" disabled={isBusy || lines.length === 0}>
          {isBusy ? 'Placing …' : 'Place order'}
        </button>
      </div>
    </form>
  );
}
