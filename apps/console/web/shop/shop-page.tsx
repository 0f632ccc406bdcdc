import { useState } from 'preact/hooks';
import type { ProductList } from '../../src/api.ts';
import { snapshot } from '../live/stream.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty } from '../marks/empty.tsx';
import { Basket } from './basket.tsx';
import { OrderList } from './order-list.tsx';
import { PlacedOrderCard } from './placed-order-card.tsx';
import type { PlacedOrder } from './placed-order.ts';
import { ProductTable } from './product-table.tsx';

/** What the platform is for: choose, order, and watch the order become true. */
export function ShopPage() {
  const seconds = Math.floor((snapshot.value?.atMs ?? 0) / 3000);
  const loaded = useLoaded<ProductList>('/api/shop/products', seconds);
  const [quantities, setQuantities] = useState<Readonly<Record<string, number>>>({});
  const [placed, setPlaced] = useState<readonly PlacedOrder[]>([]);
  const products = loaded.state === 'loaded' ? loaded.value.products : undefined;
  return (
    <div class="stack">
      <div class="page-head">
        <h1>Shop</h1>
        <p>Place an order and watch it become true; every order leads to its trace.</p>
      </div>
      <div class="shop-columns">
        <section
          class="panel"
          aria-labelledby="products-title"
          aria-busy={loaded.state === 'loading'}
        >
          <header>
            <h2 id="products-title">Products</h2>
            {products?.some(({ stale }) => stale) && (
              <p class="small tone-warn in-tone">Inventory is away: this is what was known last</p>
            )}
          </header>
          {loaded.state === 'loading' && (
            <div class="inside">
              <div class="skeleton skeleton-large" />
            </div>
          )}
          {loaded.state === 'failed' && (
            <Empty title="The products cannot be read" tone="bad">
              <p>{loaded.why} It is asked again every few seconds.</p>
            </Empty>
          )}
          {products?.length === 0 && <Empty title="The shelves are empty" />}
          {products !== undefined && products.length > 0 && (
            <ProductTable
              products={products}
              quantities={quantities}
              choose={(sku, quantity) => setQuantities({ ...quantities, [sku]: quantity })}
            />
          )}
        </section>
        <div class="stack basket-column">
          <Basket
            products={products ?? []}
            quantities={quantities}
            onPlaced={(order) => {
              setPlaced([order, ...placed].slice(0, 5));
              if (order.answer.order !== undefined) setQuantities({});
            }}
          />
          {placed.map((order) => (
            <PlacedOrderCard key={order.key} placed={order} />
          ))}
          <OrderList />
        </div>
      </div>
    </div>
  );
}
