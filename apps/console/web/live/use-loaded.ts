import { useEffect, useState } from 'preact/hooks';
import { describeError, read, RequestError } from './requests.ts';

/** What a page asks for once: there, on its way, or not to be had. */
export type Loaded<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly value: Value; readonly isStale: boolean }
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly why: string };

/** Loads the path, and again whenever `version` changes; the last value stays until the next is there. */
export function useLoaded<Value>(path: string, version: unknown = 0): Loaded<Value> {
  const [kept, keep] = useState<{ path: string; loaded: Loaded<Value> }>();
  useEffect(() => {
    const leaving = new AbortController();
    read<Value>(path, leaving.signal).then(
      (value) => keep({ path, loaded: { state: 'loaded', value, isStale: false } }),
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        const isMissing = error instanceof RequestError && error.status === 404;
        keep({
          path,
          loaded: isMissing ? { state: 'missing' } : { state: 'failed', why: describeError(error) },
        });
      },
    );
    return () => leaving.abort();
  }, [path, version]);
  if (kept === undefined) return { state: 'loading' };
  if (kept.path === path) return kept.loaded;
  return kept.loaded.state === 'loaded' ? { ...kept.loaded, isStale: true } : { state: 'loading' };
}
