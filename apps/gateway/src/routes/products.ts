import { requestSchemas } from '@ballast/contracts';
import type { FastifyInstance } from 'fastify';
import { readIntegers } from '../http/read-integers.ts';
import { toProductJson } from '../json/products.ts';
import type { RouteContext } from '../upstream/services.ts';
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
  },
  required: ['products'],
};

export function addProducts(app: FastifyInstance, context: RouteContext): void {
  app.get<ListProductsRoute>(
    '/v1/products',
    {
      preValidation: readIntegers('pageSize'),
      schema: {
        operationId: 'listProducts',
        tags: ['products'],
        summary: 'What can be bought, ordered by sku',
        querystring,
        response: { 200: json('The products.', page), ...problems(400, 503, 504) },
      },
    },
    async ({ query: { pageSize = 0, pageToken = '' } }) => {
      const answer = await context.inventory.listStock({
        pageSize: pageSize === 0 ? defaultPageSize : pageSize,
        pageToken,
      });
      return {
        products: answer.stock.map(toProductJson),
        ...(answer.nextPageToken === '' ? {} : { nextPageToken: answer.nextPageToken }),
      };
    },
  );
}
