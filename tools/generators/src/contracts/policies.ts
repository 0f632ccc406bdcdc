// <service>.policy.json: the failure policy that a service's owner publishes to its
// callers, a gRPC service config (gRFC A2, A6). Any language's gRPC client can read it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescService } from '@bufbuild/protobuf';
import { isIdempotent } from './idempotent-methods.ts';

/** A service's policy, as published. */
export interface PublishedPolicy {
  /** `orders` for ballast.orders.v1. */
  readonly name: string;
  readonly config: unknown;
}

interface PolicyText {
  readonly methodConfig?: readonly {
    readonly name: readonly { readonly service?: string; readonly method?: string }[];
    readonly timeout?: string;
    readonly retryPolicy?: unknown;
  }[];
}

/** Reads the policy beside the service's proto. Throws an Error that names file and rule. */
export function loadPolicy(root: string, service: DescService): PublishedPolicy {
  const folder = service.file.proto.package.replaceAll('.', '/');
  const name = service.file.proto.package.split('.')[1] ?? '';
  const file = `protos/${folder}/${name}.policy.json`;
  if (!existsSync(join(root, file))) throw new Error(`${file} is missing: publish a policy`);
  const config = parseJson(file, readFileSync(join(root, file), 'utf8'));
  const problem = findPolicyProblem(config, service);
  if (problem !== undefined) throw new Error(`${file}: ${problem}`);
  return { name, config };
}

/** The first thing that the policy and its service disagree about, or undefined. */
export function findPolicyProblem(policy: PolicyText, service: DescService): string | undefined {
  const configured = new Set<string>();
  for (const { name, timeout, retryPolicy } of policy.methodConfig ?? []) {
    for (const { service: serviceName, method: methodName } of name) {
      if (serviceName !== service.typeName)
        return `it speaks of ${String(serviceName)}, not of ${service.typeName}`;
      const method = service.methods.find((candidate) => candidate.name === methodName);
      if (method === undefined) return `${service.typeName} has no method ${String(methodName)}`;
      if (configured.has(method.name)) return `${method.name} is configured twice`;
      configured.add(method.name);
      const unary = method.methodKind === 'unary';
      if (unary && timeout === undefined) return `${method.name} needs a timeout`;
      if (!unary && timeout !== undefined)
        return `${method.name} is a stream and may last: no timeout`;
      if (retryPolicy !== undefined && !(unary && isIdempotent(method))) {
        return `${method.name} may not be retried: it is not a unary method declared idempotent`;
      }
    }
  }
  const missing = service.methods.find(
    ({ name, methodKind }) => methodKind === 'unary' && !configured.has(name),
  );
  return missing === undefined ? undefined : `${missing.name} is not configured`;
}

function parseJson(file: string, text: string): PolicyText {
  try {
    return JSON.parse(text) as PolicyText;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${String(error)}`, { cause: error });
  }
}
