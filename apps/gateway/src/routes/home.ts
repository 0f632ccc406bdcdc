import type { FastifyInstance } from 'fastify';

/** What a person who opens the address finds: the ways on. */
export function addHome(app: FastifyInstance): void {
  const links = {
    products: '/v1/products',
    productEvents: '/v1/products/events',
    orders: '/v1/orders?customerId=',
    openapi: '/openapi.json',
  };
  app.get('/', { schema: { hide: true } }, () => ({ name: 'Ballast', links }));
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
