import { durationMs, loadConfig, loadMesh, meshSchema, text } from '@ballast/config';
import type { Config, Mesh } from '@ballast/config';

/** Every variable that the catalogue's Job reads. */
export const configSchema = {
  inventoryTarget: text({
    variable: 'INVENTORY_TARGET',
    default: 'static:///127.0.0.1:50052',
    pattern: /[a-z-]+:\/\/.+/,
    description: 'where the inventory service is, a gRPC target',
  }),
  patienceMs: durationMs({
    variable: 'CATALOGUE_PATIENCE',
    default: 120_000,
    minMs: 100,
    maxMs: 3_600_000,
    description: 'how long the inventory is waited for',
  }),
};

const wholeSchema = { ...configSchema, ...meshSchema };

export interface CatalogueConfig extends Config<typeof configSchema> {
  /** The mesh that the Job's pod is in, and how that is known. */
  readonly mesh: Mesh;
}

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadCatalogueConfig(environment: NodeJS.ProcessEnv): CatalogueConfig {
  return { ...loadConfig(environment, wholeSchema), mesh: loadMesh(environment) };
}
