import { invalidArgument } from '@ballast/status';
import { isOrderId } from './order-id.ts';

/** Where a page ends: the place of its last order in the list, newest first. */
export interface PagePosition {
  readonly createdAt: Date;
  readonly orderId: string;
}

/** A page token for what stands after this order. Callers must not look inside. */
export function formatPageToken({ createdAt, orderId }: PagePosition): string {
  return Buffer.from(`${createdAt.getTime()}:${orderId}`, 'utf8').toString('base64url');
}

/**
 * The place after which the page starts; undefined for the first page (an empty token).
 *
 * @throws INVALID_ARGUMENT naming `page_token` where it is not a token that this service gave.
 */
export function parsePageToken(token: string): PagePosition | undefined {
  if (token === '') return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [, createdAtMs = '', orderId = ''] = /^(\d{1,15}):(.+)$/.exec(text) ?? [];
  const position = { createdAt: new Date(Number(createdAtMs)), orderId };
  // Node skips what is not base64url: only a token that comes out the same was ours.
  if (isOrderId(orderId) && formatPageToken(position) === token) return position;
  const description = 'must be a next_page_token of this method';
  throw invalidArgument(`page_token ${description}`, {
    reason: 'BAD_PAGE_TOKEN',
    fieldViolations: [{ field: 'page_token', description }],
  });
}
