// The filter is the address: a search can be sent to a colleague, and the back button undoes it.
import { goTo, linkTo, route } from '../shell/route.ts';

export const filterNames = ['text', 'service', 'method', 'status', 'minMs', 'retried'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filter = Partial<Record<FilterName, string>>;

export function currentFilter(): Filter {
  const { query } = route.value;
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

export function narrow(name: FilterName, value: string): void {
  goTo(linkTo('traces', '', { ...currentFilter(), [name]: value }), 'replace');
}

/** The path that the server answers for it. */
export function searchPath(filter: Filter, limit: number): string {
  const kept = Object.entries(filter).filter(([, value]) => value !== '');
  return `/api/traces?${new URLSearchParams([...kept, ['limit', String(limit)]])}`;
}
