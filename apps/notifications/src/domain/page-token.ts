import { invalidArgument } from '@ballast/status';

/** Where a page ends: the place of its last message in the list, newest first. */
export interface PagePosition {
  readonly occurredAt: Date;
  readonly orderId: string;
  readonly sequence: bigint;
}

/** A page token for what stands after this message. Callers must not look inside. */
export function formatPageToken({ occurredAt, sequence, orderId }: PagePosition): string {
  const text = `${occurredAt.getTime()}:${sequence}:${orderId}`;
  return Buffer.from(text, 'utf8').toString('base64url');
}

/**
 * The place after which the page starts; undefined for the first page (an empty token).
 *
 * @throws INVALID_ARGUMENT naming `page_token` where it is not a token that this service gave.
 */
export function parsePageToken(token: string): PagePosition | undefined {
  if (token === '') return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [, atMs = '', sequence = '', orderId = ''] =
    /^(\d{1,15}):([1-9]\d{0,17}):([!-~]{1,64})$/.exec(text) ?? [];
  if (orderId !== '') {
    const position = { occurredAt: new Date(Number(atMs)), orderId, sequence: BigInt(sequence) };
    // Node skips what is not base64url: only a token that comes out the same was ours.
    if (formatPageToken(position) === token) return position;
  }
  const description = 'must be a next_page_token of this method';
  throw invalidArgument(`page_token ${description}`, {
    reason: 'BAD_PAGE_TOKEN',
    fieldViolations: [{ field: 'page_token', description }],
  });
}
