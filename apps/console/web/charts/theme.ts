import { signal } from '@preact/signals';

const query = matchMedia('(prefers-color-scheme: dark)');

/** What the person's system prefers, as it stands. */
export const isDark = signal(query.matches);
query.addEventListener('change', () => (isDark.value = query.matches));
