import { expectDocumented, readOpenApi } from './documented.ts';
import type { OpenApi } from './documented.ts';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A problem's members, as tests compare them. */
export interface ProblemAnswer extends Answer {
  readonly body: Readonly<Record<string, unknown>>;
}

const documents = new Map<string, Promise<OpenApi>>();

/**
 * Asks a gateway, and holds the answer to its OpenAPI document wherever that knows the path
 * and the method.
 */
export async function ask(url: string, request: string, init: RequestInit = {}): Promise<Answer> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const response = await fetch(url + path, { ...init, method });
  const contentType = response.headers.get('content-type');
  const text = await response.text();
  const body: unknown =
    contentType?.includes('json') === true && text !== '' ? JSON.parse(text) : text;

  const document = documents.get(url) ?? readOpenApi(url);
  documents.set(url, document);
  const template = templateOf(path);
  const { status, headers } = response;
  const paths = (await document).paths;
  if (paths[template]?.[method.toLowerCase()] !== undefined && status !== 405) {
    expectDocumented(await document, template, method, { status, contentType, body });
  }
  return { status, headers, body };
}

/** Asks for an order to be placed. */
export function place(
  url: string,
  body: unknown = anOrder,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return ask(url, 'POST /v1/orders', {
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...headers,
    },
  });
}

export const anOrder = { customerId: 'ada', items: [{ sku: 'tea', quantity: 2 }] };

function templateOf(path: string): string {
  return path.replace(/\?.*$/, '').replace(/^\/v1\/orders\/[^/]+/, '/v1/orders/{orderId}');
}
