import type { Page } from './parse-route.ts';

export const pageTitles: Record<Page, string> = {
  map: 'Map',
  traces: 'Traces',
  decisions: 'Decisions',
  faults: 'Faults',
  shop: 'Shop',
};
