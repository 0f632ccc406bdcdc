import type { EndpointSource } from '../src/endpoint-source.ts';

/** Knows nothing and says nothing: DNS where only the API server is being tried. */
export const createMuteSource = (): EndpointSource => ({
  start: () => undefined,
  refresh: () => undefined,
  stop: () => undefined,
});
