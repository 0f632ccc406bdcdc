import type { EndpointSeries } from '../../src/api.ts';

export const nameOfEndpoint = ({ endpointReplica, address }: EndpointSeries): string =>
  endpointReplica === '' ? address : endpointReplica;
