// Names are completed as the system's resolver completes them (resolv.conf(5)): in a pod `inventory`
// means `inventory.<namespace>.svc.cluster.local`. c-ares as Node calls it does not do that.
import { readFile } from 'node:fs/promises';

/** How the system completes names. */
export interface SearchList {
  readonly domains: readonly string[];
  /** A name with at least as many dots is tried as it stands first. */
  readonly ndots: number;
}

/** No file, as on Windows: nothing is completed. */
export async function readSearchList(path = '/etc/resolv.conf'): Promise<SearchList> {
  return parseSearchList(await readFile(path, 'utf8').catch(() => ''));
}

/** Of several `search` or `domain` lines the last one counts, says resolv.conf(5). */
export function parseSearchList(text: string): SearchList {
  let domains: string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === 'search' || keyword === 'domain') domains = words;
    if (keyword !== 'options') continue;
    const digits = /^ndots:(\d+)$/.exec(words.find((word) => word.startsWith('ndots:')) ?? '')?.[1];
    if (digits !== undefined) ndots = Math.min(Number(digits), 15);
  }
  return { domains: domains.map((domain) => domain.replace(/\.$/, '')).filter(Boolean), ndots };
}

/** The full names that a name may stand for, in the order in which to ask. */
export function completeName(name: string, { domains, ndots }: SearchList): readonly string[] {
  if (name.endsWith('.')) return [name];
  const completed = domains.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...completed] : [...completed, name];
}
