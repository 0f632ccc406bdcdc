// Text to Policy. Ajv: the JSON Schema validator of the field, maintained, and its errors carry
// path, rule and value.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { freezeDeep } from './freeze-deep.ts';
import type { Policy } from './policy.ts';
import { findContradictions } from './contradictions.ts';
import { PolicyError, type PolicyViolation } from './policy-error.ts';
import { policySchema } from './policy-schema.ts';

export interface ParsePolicyOptions {
  /** What errors call the text: a path, or a name such as `orders.policy.json`. */
  readonly file: string;
  /**
   * The balancing policies that this client has registered. Where given, a list that names
   * none of them is refused: grpc-js would fall back to pick_first without a word.
   * Default: not checked.
   */
  readonly knownBalancers?: readonly string[];
  /**
   * Throws where it cannot use this configuration of a balancing policy that it knows; its message
   * names field, rule and value. Asked about the one that would be used. Default: not checked.
   */
  readonly checkBalancer?: (name: string, config: object) => void;
}

const validate = new Ajv2020({ allErrors: true, verbose: true, strict: true }).compile<Policy>(
  policySchema,
);

/**
 * Parses a policy file. The result is frozen, so that it can be shared.
 * @throws PolicyError that lists everything that is wrong
 */
export function parsePolicy(text: string, options: ParsePolicyOptions): Policy {
  const { file } = options;
  const value = parseJson(text, file);
  const violations = validate(value) ? [] : (validate.errors ?? []).filter(isCause).map(explain);
  if (violations.length > 0) throw new PolicyError(file, violations);
  const policy = value as Policy;
  const further = findContradictions(policy, options);
  if (further.length > 0) throw new PolicyError(file, further);
  return freezeDeep(policy);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyError(file, [{ path: '', rule: `must be JSON (${String(cause)})` }], cause);
  }
}

/** Of `anyOf` only its own error is told, not those of each branch. */
const isCause = ({ schemaPath }: ErrorObject) => !schemaPath.includes('/anyOf/');

function explain(error: ErrorObject): PolicyViolation {
  const { instancePath, keyword, message, params, data } = error;
  switch (keyword) {
    case 'additionalProperties':
      return {
        path: `${instancePath}/${String(params['additionalProperty'])}`,
        rule: 'is not a field of a service config',
      };
    case 'required':
      return { path: `${instancePath}/${String(params['missingProperty'])}`, rule: 'must be set' };
    case 'pattern':
      return { path: instancePath, rule: 'must be a duration such as "0.25s"', value: data };
    case 'anyOf':
      return { path: instancePath, rule: 'must be a gRPC status name or number', value: data };
    default:
      return { path: instancePath, rule: message ?? `breaks ${keyword}`, value: data };
  }
}
