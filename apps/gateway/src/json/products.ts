import { responseSchemas } from '@ballast/contracts';
import type { Stock } from '@ballast/contracts';
import { toJsonNumber } from './numbers.ts';

/** A product as HTTP speaks of it. */
export interface ProductJson {
  readonly sku: string;
  readonly name: string;
  readonly priceCents: number | string;
  readonly available: number | string;
}

/** A product after a change of its stock. */
export interface ProductEventJson extends ProductJson {
  /** Counts the changes of this sku. */
  readonly version: number | string;
}

const { sku, name, priceCents, available, version } = responseSchemas.Stock.properties;

export const productSchema = {
  $id: 'Product',
  type: 'object',
  description: 'What can be bought, and how much of it.',
  properties: { sku, name, priceCents, available },
  required: ['sku', 'name', 'priceCents', 'available'],
};

export const productEventSchema = {
  $id: 'ProductEvent',
  type: 'object',
  description: 'The data of a `stock` event: the product after a change.',
  properties: { ...productSchema.properties, version },
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
