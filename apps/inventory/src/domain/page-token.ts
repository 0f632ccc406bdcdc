import { invalidArgument } from '@ballast/status';
import { isSku } from './stock.ts';

// Leaves room for another kind of token.
const prefix = 'sku:';

/** A page token for what stands after this sku. Callers must not look inside. */
export function formatPageToken(lastSku: string): string {
  return Buffer.from(`${prefix}${lastSku}`, 'utf8').toString('base64url');
}

/**
 * The sku after which the page starts; undefined for the first page (an empty token).
 *
 * @throws INVALID_ARGUMENT naming `page_token` where it is not a token that this service gave.
 */
export function parsePageToken(token: string): string | undefined {
  if (token === '') return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const sku = text.slice(prefix.length);
  // Node skips what is not base64url: only a token that comes out the same was ours.
  if (isSku(sku) && formatPageToken(sku) === token) return sku;
  const description = 'must be a next_page_token of this method';
  throw invalidArgument(`page_token ${description}`, {
    reason: 'BAD_PAGE_TOKEN',
    fieldViolations: [{ field: 'page_token', description }],
  });
}
