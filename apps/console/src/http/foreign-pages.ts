/** What a request says of where it comes from. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

export type OriginVerdict =
  | { readonly kind: 'own' }
  | { readonly kind: 'foreign'; readonly reason: string; readonly detail: string };

const own: OriginVerdict = { kind: 'own' };

/**
 * Whether a request comes from a page of the console, or from no page at all.
 *
 * A page of somebody else reaches a server on loopback in two ways. It makes its own name resolve to
 * 127.0.0.1 (DNS rebinding): then the Host header bears that name. Or it sends a request across sites:
 * then the browser says so in Sec-Fetch-Site and Origin, which no script can change
 * (https://www.w3.org/TR/fetch-metadata/, https://fetch.spec.whatwg.org/#origin-header).
 *
 * @param allowedHosts host names without port, in lower case
 */
export function judgeOrigin(
  { host, origin, secFetchSite }: RequestOrigin,
  allowedHosts: ReadonlySet<string>,
): OriginVerdict {
  const name = hostNameOf(host);
  if (name === undefined || !allowedHosts.has(name)) {
    return foreign('FOREIGN_HOST', `no page is served by the name ${quote(host)} here`);
  }
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none') {
    return foreign('FOREIGN_ORIGIN', `a request that is ${quote(secFetchSite)} is none of ours`);
  }
  if (origin !== undefined && originHostOf(origin) !== host?.toLowerCase()) {
    return foreign('FOREIGN_ORIGIN', `a page of ${quote(origin)} has no business here`);
  }
  return own;
}

/** `Example:9000` → `example`; `[::1]:9000` → `[::1]`. */
function hostNameOf(host: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/.exec(host?.toLowerCase() ?? '')?.[1];
}

/** Of `http://…` alone: the console has no other, and `null` is the origin of what hides its own. */
function originHostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase())?.[1];
}

function foreign(reason: string, detail: string): OriginVerdict {
  return { kind: 'foreign', reason, detail };
}

function quote(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 100));
}
