import { once } from 'node:events';
import { get } from 'node:http';
import { json } from 'node:stream/consumers';

const TIMEOUT_MS = 5000;

/**
 * Asks the shop whether it has anything to sell: cheaper than a process that speaks gRPC, and almost
 * every start finds that it has. False too where the shop cannot say.
 */
export async function hasProducts(shopUrl: string): Promise<boolean> {
  try {
    const request = get(`${shopUrl}/v1/products`, {
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    const { products } = (await json(response)) as { products?: unknown };
    return Array.isArray(products) && products.length > 0;
  } catch {
    return false;
  }
}
