import type { JSX } from 'preact';
import type { Page } from './route.ts';

const icons: Record<Page, JSX.Element> = {
  map: <path d="M4 10h4M4 10a2 2 0 1 0-.01 0M12 5h2M12 15h2M8 10c3 0 2-5 5-5M8 10c3 0 2 5 5 5" />,
  traces: <path d="M2.5 4.5h9M6 8.3h9M8.5 12.1h5M10 15.9h7.5" />,
  decisions: (
    <path d="M10 2.5v5M10 7.5 4 13m6-5.5L16 13M2.5 16.5 4 13l2.5 2.5M17.5 16.5 16 13l-2.5 2.5" />
  ),
  faults: <path d="M11 2 4.5 11.5H10L9 18l6.5-9.5H10Z" />,
  shop: <path d="M3 3.5h2l2 9h8l2-6.5H6M8 16.2v.1M14 16.2v.1" />,
};

export function PageIcon({ page }: { page: Page }) {
  return (
    <svg class="page-icon" viewBox="0 0 20 20" aria-hidden="true">
      {icons[page]}
    </svg>
  );
}
