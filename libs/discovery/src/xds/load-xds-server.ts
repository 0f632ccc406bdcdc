import { registerDiscovery } from '../register-discovery.ts';
import { openXds } from './xds-resolver.ts';
import type { XdsPackage } from './xds-package.ts';

/**
 * The server of @grpc/grpc-js-xds and its credentials, loaded now, with a bootstrap that has been looked
 * at and completed as for `xds:` targets.
 *
 * @throws Error naming what is wrong with the bootstrap.
 */
export function loadXdsServer(): Promise<Pick<XdsPackage, 'XdsServer' | 'XdsServerCredentials'>> {
  registerDiscovery();
  return openXds(process.env);
}
