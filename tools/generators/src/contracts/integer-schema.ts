import { ScalarType } from '@bufbuild/protobuf';
import type { FieldRules } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';
import type { Direction, JsonSchema } from './json-schema.ts';

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);
const scalarRanges: ReadonlyMap<ScalarType, readonly [bigint, bigint]> = new Map([
  [ScalarType.INT32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.SINT32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.SFIXED32, [-(2n ** 31n), 2n ** 31n - 1n]],
  [ScalarType.UINT32, [0n, 2n ** 32n - 1n]],
  [ScalarType.FIXED32, [0n, 2n ** 32n - 1n]],
  [ScalarType.UINT64, [0n, maxSafe]],
  [ScalarType.FIXED64, [0n, maxSafe]],
]);

/** The schema of a whole number, whatever its width on the wire. */
export function integerSchema(
  scalar: ScalarType,
  rules: FieldRules | undefined,
  direction: Direction,
): JsonSchema {
  const [smallest, greatest] = scalarRanges.get(scalar) ?? [-maxSafe, maxSafe];
  const { least, most } = rules === undefined ? {} : numericLimits(rules);
  const integer = {
    type: 'integer',
    minimum: Number(least !== undefined && least > smallest ? least : smallest),
    maximum: Number(most !== undefined && most < greatest ? most : greatest),
  };
  const mayBeUnsafe = !scalarRanges.has(scalar) || greatest === maxSafe;
  if (direction === 'request' || !mayBeUnsafe) return integer;
  // RFC 8259 section 6: only integers within (-2^53, 2^53) are read alike everywhere.
  return { anyOf: [integer, { type: 'string', pattern: '^-?[0-9]{16,20}$' }] };
}

/** The least and the greatest value that the rules of a number allow. */
export function numericLimits(rules: FieldRules): { least?: bigint; most?: bigint } {
  const { type } = rules;
  switch (type.case) {
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64': {
      const { greaterThan, lessThan } = type.value;
      return {
        ...(greaterThan.case === 'gte' ? { least: BigInt(greaterThan.value) } : {}),
        ...(lessThan.case === 'lte' ? { most: BigInt(lessThan.value) } : {}),
      };
    }
    default:
      return {};
  }
}
