import type { Stock } from '@ballast/contracts';
import { Code, isStatusError, unavailable } from '@ballast/status';
import { invalidRequest } from '../problem/verdict-from-error.ts';
import type { Services } from '../upstream/services.ts';
import type { KnownStock } from './known-stock.ts';
import { formatProductPageToken, parseProductPageToken } from './product-page-token.ts';

/** A page of products, from inventory or from memory. */
export interface ProductPage {
  readonly stock: readonly Stock[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
  /** How old it is, in milliseconds; undefined where inventory has just said it. */
  readonly ageMs: number | undefined;
}

export interface ProductListing {
  readonly inventory: Services['inventory'];
  readonly known: KnownStock;
  /** Whether the policy lets an answer be what was known last. */
  readonly mayBeStale: () => boolean;
  /** How long inventory is waited for where something is known, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * What inventory says, or what it said last where it does not answer in time.
 *
 * @throws StatusError where nothing is known either: UNAVAILABLE, or what the caller did wrong.
 */
export async function listProducts(
  { inventory, known, mayBeStale, patienceMs }: ProductListing,
  { pageSize, pageToken }: { readonly pageSize: number; readonly pageToken: string },
): Promise<ProductPage> {
  const { afterSku, upstreamToken } = parseProductPageToken(pageToken);
  const canBeStale = known.isKnown && mayBeStale();
  try {
    if (upstreamToken === undefined) throw unavailable('the list was begun from memory');
    const { stock, nextPageToken } = await inventory.listStock(
      { pageSize, pageToken: upstreamToken },
      canBeStale ? { timeoutMs: patienceMs } : {},
    );
    known.learn(stock);
    return { stock, nextPageToken: wrap(stock, nextPageToken), ageMs: undefined };
  } catch (error) {
    if (!isAbsence(error) || !mayBeStale()) throw error;
    if (known.isKnown && afterSku === undefined) throw unknownToken();
    const page = known.find(afterSku ?? '', pageSize);
    if (page === undefined) throw asUnavailable(error);
    const lastSku = page.isMore ? page.stock.at(-1)?.sku : undefined;
    const token = lastSku === undefined ? '' : formatProductPageToken(lastSku);
    return { stock: page.stock, nextPageToken: token, ageMs: page.ageMs };
  }
}

function wrap(stock: readonly Stock[], nextPageToken: string): string {
  const lastSku = stock.at(-1)?.sku;
  if (nextPageToken === '' || lastSku === undefined) return nextPageToken;
  return formatProductPageToken(lastSku, nextPageToken);
}

const callersFault: ReadonlySet<Code> = new Set([
  Code.INVALID_ARGUMENT,
  Code.NOT_FOUND,
  Code.OUT_OF_RANGE,
  Code.UNAUTHENTICATED,
  Code.PERMISSION_DENIED,
]);

/** Inventory did not answer: away, late, too busy, broken. */
function isAbsence(error: unknown): boolean {
  return isStatusError(error) && !callersFault.has(error.code);
}

/** A caller who comes back may find it: never 504, never 500. */
function asUnavailable(cause: unknown): unknown {
  if (isStatusError(cause) && cause.code === Code.UNAVAILABLE) return cause;
  const message = 'inventory does not answer, and no stock is known yet';
  return unavailable(message, { reason: 'STOCK_UNKNOWN', retryDelayMs: 1000, cause });
}

function unknownToken(): Error {
  const description = 'must be a nextPageToken of this list';
  return invalidRequest([{ in: 'query', field: 'pageToken', description }]);
}
