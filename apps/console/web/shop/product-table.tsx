import type { Product } from '../../src/api.ts';
import { formatCents, formatWhole } from '../format/figures.ts';
import { FoldTable, number } from '../marks/fold-table.tsx';

interface ProductTableProps {
  readonly products: readonly Product[];
  readonly quantities: Readonly<Record<string, number>>;
  readonly choose: (sku: string, quantity: number) => void;
}

/** What there is, and how much of it the person wants. */
export function ProductTable({ products, quantities, choose }: ProductTableProps) {
  return (
    <FoldTable
      look="products"
      headings={['Product', number('Price'), number('Available'), 'Quantity']}
    >
      {products.map((product) => (
        <ProductRow
          key={product.sku}
          product={product}
          quantity={quantities[product.sku] ?? 0}
          choose={(quantity) => choose(product.sku, quantity)}
        />
      ))}
    </FoldTable>
  );
}

interface ProductRowProps {
  readonly product: Product;
  readonly quantity: number;
  readonly choose: (quantity: number) => void;
}

function ProductRow({ product, quantity, choose }: ProductRowProps) {
  const { sku, name, priceCents, available } = product;
  const isGone = Number(available) <= 0;
  return (
    <tr class={quantity > 0 ? 'is-chosen' : ''}>
      <th scope="row" class="whole">
        <b class="endpoint-name">{name}</b> <span class="muted mono">{sku}</span>
      </th>
      <td class="number" data-label="Price">
        {formatCents(Number(priceCents))}
      </td>
      <td class={`number ${isGone ? 'tone-warn in-tone' : ''}`} data-label="Available">
        {isGone ? 'sold out' : formatWhole(Number(available))}
      </td>
      <td class="whole">
        <span class="stepper" role="group" aria-label={`Quantity of ${name}`}>
          <button
            class="button small"
            type="button"
            aria-label={`One ${name} fewer`}
            disabled={quantity === 0}
            onClick={() => choose(quantity - 1)}
          >
            −
          </button>
          <input
            type="number"
            inputMode="numeric"
            min={0}
            max={1000}
            step={1}
            value={quantity}
            aria-label={`How many: ${name}`}
            onInput={(event) => {
              const wanted = Math.trunc(event.currentTarget.valueAsNumber);
              choose(Number.isFinite(wanted) ? Math.min(1000, Math.max(0, wanted)) : 0);
            }}
          />
          <button
            class="button small"
            type="button"
            aria-label={`One ${name} more`}
            disabled={quantity >= 1000}
            onClick={() => choose(quantity + 1)}
          >
            +
          </button>
        </span>
      </td>
    </tr>
  );
}
