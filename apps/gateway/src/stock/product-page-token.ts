/** Where a page of products begins. */
export interface ProductPlace {
  /** After this sku; '' where it begins, undefined where the token does not tell. */
  readonly afterSku: string | undefined;
  /** What inventory calls that place; undefined where inventory was away when the token was given. */
  readonly upstreamToken: string | undefined;
}

/** What the contract allows a token. */
const maxLength = 256;
const given = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}):(.*)$/s;

/**
 * Inventory's token, and beside it the sku that the page ended with: so the next page can be had from
 * memory when inventory is away.
 */
export function formatProductPageToken(lastSku: string, upstreamToken = ''): string {
  const token = Buffer.from(`${lastSku}:${upstreamToken}`, 'utf8').toString('base64url');
  // Then it is inventory's alone.
  return token.length > maxLength ? upstreamToken : token;
}

/** A token that is none of ours is left for inventory to judge. */
export function parseProductPageToken(token: string): ProductPlace {
  if (token === '') return { afterSku: '', upstreamToken: '' };
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [, afterSku, upstreamToken = ''] = given.exec(text) ?? [];
  // Node skips what is not base64url: only a token that comes out the same was ours.
  const isOurs =
    afterSku !== undefined && formatProductPageToken(afterSku, upstreamToken) === token;
  if (!isOurs) return { afterSku: undefined, upstreamToken: token };
  return { afterSku, upstreamToken: upstreamToken === '' ? undefined : upstreamToken };
}
