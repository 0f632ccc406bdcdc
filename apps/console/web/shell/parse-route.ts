// Where the person is: `#/traces/4bf9…?service=orders`. The address alone brings a page back.

export const pages = ['map', 'traces', 'decisions', 'faults', 'shop'] as const;
export type Page = (typeof pages)[number];

export interface Route {
  readonly page: Page;
  /** What of the page: a trace's id, a process. */
  readonly detail: string;
  readonly query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  const page = pages.find((one) => one === name) ?? 'map';
  return {
    page,
    detail: page === name ? decode(rest.join('/')) : '',
    query: new URLSearchParams(search),
  };
}

/** The address of a page, for an `href`. */
export function linkTo(page: Page, detail = '', query: Record<string, string> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(kept).toString();
  const path = detail === '' ? page : `${page}/${encodeURIComponent(detail)}`;
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
