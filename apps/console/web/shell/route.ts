import { computed, signal } from '@preact/signals';
import { parseRoute } from './parse-route.ts';

export { linkTo, pages } from './parse-route.ts';
export type { Page } from './parse-route.ts';

const hash = signal(location.hash);
addEventListener('hashchange', () => (hash.value = location.hash));

export const route = computed(() => parseRoute(hash.value));

/** Goes there; `replace` leaves no step for the back button, as a filter that is typed should. */
export function goTo(link: string, how: 'push' | 'replace' = 'push'): void {
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', link);
  hash.value = location.hash;
}
