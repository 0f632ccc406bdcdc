import { responseSchemas } from '@ballast/contracts';
import type { Stock } from '@ballast/contracts';
import { toJsonNumber } from './numbers.ts';

/** A product as HTTP speaks of it. */
export interface ProductJson {
  readonly sku: string;
  readonly name: string;
  readonly priceCents: number | string;
  readonly available: number | string;
  /** Present, and true, where it is what was known last. */
  readonly stale?: true;
}

/** A product after a change of its stock. */
export interface ProductEventJson extends ProductJson {
  /** Counts the changes of this sku. */
  readonly version: number | string;
}

const { sku, name, priceCents, available, version } = responseSchemas.Stock.properties;

const current = { sku, name, priceCents, available };
const stale = {
  type: 'boolean',
  const: true,
  description: 'Only where inventory is away: this is what was known last.',
};

export const productSchema = {
  $id: 'Product',
  type: 'object',
  description: 'What can be bought, and how much of it.',
  properties: { ...current, stale },
  required: ['sku', 'name', 'priceCents', 'available'],
};

export const productEventSchema = {
  $id: 'ProductEvent',
  type: 'object',
  description: 'The data of a `stock` event: the product after a change.',
  properties: { ...current, version },
  required: [...productSchema.required, 'version'],
};

export function toProductJson(stock: Stock): ProductJson {
  return {
    sku: stock.sku,
    name: stock.name,
    priceCents: toJsonNumber(stock.priceCents),
    available: toJsonNumber(stock.available),
  };
}

export function toProductEventJson(stock: Stock): ProductEventJson {
  return { ...toProductJson(stock), version: toJsonNumber(stock.version) };
}
