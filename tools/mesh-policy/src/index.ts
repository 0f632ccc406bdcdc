// Making
export { generate } from './generate.ts';
export { createGovernedService, loadServices } from './sources/load-services.ts';
export { loadContracts } from './sources/load-contracts.ts';
export { MeshPolicyError, isMeshPolicyError } from './mesh-policy-error.ts';

// Comparing
export { describeStale, findStale, writeFiles } from './stale.ts';
export { matchOf, routesOf } from './mapping/route.ts';
export { mapDestination } from './mapping/destination.ts';
export { FOLDER as GENERATED_FOLDER } from './parse-options.ts';

// Types
export type { GeneratedFile } from './files/generated-file.ts';
export type { Destination } from './mapping/destination.ts';
export type { Fidelity, Mapped, Remark } from './mapping/remark.ts';
export type { Retries } from './mapping/retries.ts';
export type { Route } from './mapping/route.ts';
export type { LoadOptions } from './sources/load-services.ts';
export type { Method } from './sources/method.ts';
export type { GovernedService, PlainService, Services } from './sources/service.ts';
export type { StaleFile } from './stale.ts';
