import { join } from 'node:path';
import { isFieldSet } from '@bufbuild/protobuf';
import type { DescMethod } from '@bufbuild/protobuf';
import { MethodOptionsSchema } from '@bufbuild/protobuf/wkt';
import { runBuf } from './buf.ts';
import { buildContractSet } from './contract-set.ts';

/**
 * What is wrong with the way `<root>/protos` is written: buf's own rules (names, packages, a
 * doc comment on everything), and that every method says whether it may be repeated.
 */
export function findLintProblems(root: string): readonly string[] {
  const { ok, output } = runBuf(join(root, 'protos'), ['lint']);
  if (!ok) return output.split('\n');
  return buildContractSet(root)
    .services.flatMap((service) => service.methods)
    .filter((method) => !saysIdempotency(method))
    .map(
      (method) =>
        `${method.parent.file.name}.proto: ${method.parent.name}.${method.name} declares no ` +
        'idempotency_level (NO_SIDE_EFFECTS, IDEMPOTENT, or IDEMPOTENCY_UNKNOWN on purpose)',
    );
}

function saysIdempotency(method: DescMethod): boolean {
  const { options } = method.proto;
  return options !== undefined && isFieldSet(options, MethodOptionsSchema.field.idempotencyLevel);
}
