// A cluster, and images on it
export { ClusterError } from './cluster-error.ts';
export { connectKubectl } from './kubectl.ts';
export { buildImages } from './images/build-images.ts';
export { chooseDelivery } from './images/choose-delivery.ts';
export { createProgress } from './say-progress.ts';

// Types
export type { Kubectl } from './kubectl.ts';
export type { Progress } from './say-progress.ts';
