import { durationMs, loadConfig, text } from '@ballast/config';
import type { Config } from '@ballast/config';

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

/** Reads them. Throws ConfigError, one line for each wrong variable. */
export function loadCatalogueConfig(environment: NodeJS.ProcessEnv): Config<typeof configSchema> {
  return loadConfig(environment, configSchema);
}
