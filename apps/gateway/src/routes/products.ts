import { requestSchemas } from '@ballast/contracts';
import type { FastifyInstance } from 'fastify';
import { readIntegers } from '../http/read-integers.ts';
import { toProductJson } from '../json/products.ts';
import { listProducts } from '../stock/list-products.ts';
import type { ProductListing } from '../stock/list-products.ts';
import { json, problems } from './documented-answers.ts';

interface ListProductsRoute {
  Querystring: { pageSize?: number; pageToken?: string };
}

/** All that a catalogue of ordinary size holds, in one page. */
const defaultPageSize = 1000;

const { pageSize, ...otherProperties } = requestSchemas.ListStockRequest.properties;
const querystring = {
  ...requestSchemas.ListStockRequest,
  properties: {
    ...otherProperties,
    pageSize: { ...pageSize, description: `At most so many; 0 means ${defaultPageSize}.` },
  },
};
const page = {
  type: 'object',
  properties: {
    products: { type: 'array', items: { $ref: 'Product#' } },
    nextPageToken: { type: 'string', description: 'Only where there are more.' },
    staleSince: {
      type: 'string',
      format: 'date-time',
      description: 'Only where inventory is away: from when the oldest of these is.',
    },
  },
  required: ['products'],
};

const age = {
  age: { description: 'Seconds since the oldest of it was true (RFC 9111).', type: 'integer' },
};

export function addProducts(app: FastifyInstance, context: ProductListing): void {
  app.get<ListProductsRoute>(
    '/v1/products',
    {
      preValidation: readIntegers('pageSize'),
      schema: {
        operationId: 'listProducts',
        tags: ['products'],
        summary: 'What can be bought, ordered by sku',
        description:
          'Where inventory does not answer, what was known last: with `stale` on each product, ' +
          '`staleSince`, and an `Age` header.',
        querystring,
        response: { 200: json('The products.', page, age), ...problems(400, 503, 504) },
      },
    },
    async ({ query: { pageSize = 0, pageToken = '' } }, reply) => {
      const { stock, nextPageToken, ageMs } = await listProducts(context, {
        pageSize: pageSize === 0 ? defaultPageSize : pageSize,
        pageToken,
      });
      const products = stock.map(toProductJson);
      const more = nextPageToken === '' ? {} : { nextPageToken };
      if (ageMs === undefined) return { products, ...more };
      reply.header('age', Math.floor(ageMs / 1000));
      return {
        products: products.map((product) => ({ ...product, stale: true })),
        ...more,
        staleSince: new Date(Date.now() - ageMs).toISOString(),
      };
    },
  );
}
