import { ConfigFields } from '../config/config-fields.ts';

/** `random` has no fields of its own. */
export type RandomConfig = Readonly<Record<string, never>>;

/** @throws ConfigFieldError */
export function parseRandomConfig(json: unknown): RandomConfig {
  new ConfigFields('random', json).end();
  return {};
}
