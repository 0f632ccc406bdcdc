import { experimental } from '@grpc/grpc-js';
import { ConfigFieldError, ConfigFields } from '../config/config-fields.ts';

/** `random_subsetting`, gRFC A68. */
export interface SubsettingConfig {
  /** How many endpoints this client connects to. Required, at least 1. */
  readonly subsetSize: number;
  /** The policy that chooses among them: the first of `childPolicy` that is known. Required. */
  readonly child: experimental.TypedLoadBalancingConfig;
}

/** @throws ConfigFieldError */
export function parseSubsettingConfig(json: unknown): SubsettingConfig {
  const fields = new ConfigFields('random_subsetting', json);
  if (!fields.has('subsetSize')) {
    throw new ConfigFieldError('random_subsetting.subsetSize must be given');
  }
  const subsetSize = fields.integer('subsetSize', { default: 0, min: 1, max: 2 ** 32 - 1 });
  const child = parseChild(fields.raw('childPolicy'));
  fields.end();
  return { subsetSize, child };
}

/** gRFC A24: the first policy of the list that this client knows; what it says must be right. */
function parseChild(json: unknown): experimental.TypedLoadBalancingConfig {
  const path = 'random_subsetting.childPolicy';
  if (!Array.isArray(json)) {
    throw new ConfigFieldError(`${path} must be a list, got ${JSON.stringify(json)}`);
  }
  for (const entry of json as object[]) {
    const [name] = Object.keys(entry);
    if (name === undefined || !experimental.isLoadBalancerNameRegistered(name)) continue;
    try {
      return experimental.parseLoadBalancingConfig(entry as { [name: string]: object });
    } catch (error) {
      throw new ConfigFieldError(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }
  throw new ConfigFieldError(`${path} must name a known policy, got ${JSON.stringify(json)}`);
}
