import { experimental } from '@grpc/grpc-js';
import { ConfigFieldError } from '../config/config-fields.ts';
import { knownBalancers } from './registered-policies.ts';

const CHILD_FIELDS = ['childPolicy', 'child_policy'];

/**
 * Checks one entry of `loadBalancingConfig`, such as `{"ballast": {}}`, with the policies below it;
 * returns the policy's name. grpc-js says nothing: an entry that it cannot read is passed over for
 * the next, and at the end for pick_first. Call it after the policies are registered.
 * @throws ConfigFieldError naming the field, the rule and the value
 */
export function checkBalancingConfig(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null || Object.keys(entry).length !== 1) {
    throw new ConfigFieldError(
      `loadBalancingConfig must have one policy in each entry, got ${JSON.stringify(entry)}`,
    );
  }
  const [[name, json]] = Object.entries(entry) as [[string, unknown]];
  if (!experimental.isLoadBalancerNameRegistered(name)) {
    throw new ConfigFieldError(
      `loadBalancingConfig must name a known policy (${knownBalancers().join(', ')}), got ${name}`,
    );
  }
  checkChildren(name, json);
  const { parsed } = parse(name, json);
  if (parsed?.ok === false) throw parsed.error;
  return name;
}

/** gRFC A24: of a list, the first policy that this client knows is the one in force. */
function checkChildren(name: string, json: unknown): void {
  if (typeof json !== 'object' || json === null) return;
  for (const field of CHILD_FIELDS) {
    const list = (json as Record<string, unknown>)[field];
    if (!Array.isArray(list)) continue;
    const known = (list as unknown[]).find(isKnown);
    if (known === undefined) continue;
    try {
      checkBalancingConfig(known);
    } catch (error) {
      throw new ConfigFieldError(`${name}.${field}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function isKnown(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  return Object.keys(entry).some((name) => experimental.isLoadBalancerNameRegistered(name));
}

/** Ours carry their error with them, see `PolicyLoadBalancingConfig`. */
interface Carrying {
  readonly parsed?: { readonly ok: true } | { readonly ok: false; readonly error: Error };
}

function parse(name: string, json: unknown): Carrying {
  try {
    const parsed: object = experimental.parseLoadBalancingConfig({ [name]: json as object });
    return parsed;
  } catch (error) {
    throw new ConfigFieldError((error as Error).message, { cause: error });
  }
}
