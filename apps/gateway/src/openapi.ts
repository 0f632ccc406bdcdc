import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { orderEventSchema, orderSchema } from './json/orders.ts';
import { productEventSchema, productSchema } from './json/products.ts';
import { problemSchema } from './routes/documented-answers.ts';

/** Documents each route that is added after this, from the schemas that validate it. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ballast',
        version: '1',
        description: 'A small shop that keeps its promises. Errors are RFC 9457 problems.',
      },
      tags: [
        { name: 'products', description: 'What can be bought' },
        { name: 'orders', description: 'What was bought' },
        { name: 'health', description: 'For whoever runs the gateway' },
      ],
    },
    // Without it components are named def-0, def-1, …
    refResolver: {
      buildLocalReference: ({ $id }, _baseUri, _fragment, index) =>
        typeof $id === 'string' ? $id : `Schema${index}`,
    },
  });
  for (const schema of [
    orderSchema,
    orderEventSchema,
    productSchema,
    productEventSchema,
    problemSchema,
  ]) {
    app.addSchema(schema);
  }
}
