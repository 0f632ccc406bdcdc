import { ConfigFields } from '../config/config-fields.ts';

/** `virtual_address` has no fields of its own. */
export type VirtualAddressConfig = Readonly<Record<string, never>>;

/** @throws ConfigFieldError */
export function parseVirtualAddressConfig(json: unknown): VirtualAddressConfig {
  new ConfigFields('virtual_address', json).end();
  return {};
}
