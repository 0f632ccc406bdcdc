import { formatEndpoint, parseEndpoint } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { parseNotes } from '../endpoint-notes.ts';

/** Either the endpoints or what is wrong, as `path: rule, got value`. */
export type ParsedEndpointsFile =
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'broken'; readonly problem: string };

/**
 * Reads `{"endpoints":[{"address":"127.0.0.1:50051"}]}`, where an endpoint may also have `zone`,
 * `weight` and `hashKey`. Members it does not know are passed over, so that newer writers can serve
 * older readers; of an address that is repeated the last one counts.
 */
export function parseEndpointsFile(text: string): ParsedEndpointsFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return broken(`must be JSON: ${(error as Error).message}`);
  }
  const list = findMember(content, 'endpoints');
  if (!Array.isArray(list)) return broken('endpoints: must be an array', list);
  const endpoints = new Map<string, Endpoint>();
  for (const [index, item] of list.entries()) {
    const path = `endpoints[${index}]`;
    const address = findMember(item, 'address');
    if (typeof address !== 'string') return broken(`${path}.address: must be a string`, address);
    const parsed = parseEndpoint(address);
    if (parsed.kind === 'broken') return broken(`${path}.address: ${parsed.rule}`, address);
    const read = parseNotes(item as Record<string, unknown>);
    if (read.kind === 'broken') return broken(`${path}.${read.field}: ${read.rule}`, read.value);
    const endpoint = { ...parsed.endpoint, ...read.notes };
    endpoints.set(formatEndpoint(endpoint), endpoint);
  }
  return { kind: 'endpoints', endpoints: [...endpoints.values()] };
}

function findMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function broken(problem: string, ...value: unknown[]): ParsedEndpointsFile {
  const got = value.length === 0 ? '' : `, got ${JSON.stringify(value[0]) ?? 'nothing'}`;
  return { kind: 'broken', problem: `${problem}${got}` };
}
