// One field's rules (buf.validate) as JSON Schema, the dialect of OpenAPI 3.1.
import { getOption, ScalarType } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import { field as fieldRulesOption } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';
import type { FieldRules } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';
import { integerSchema, numericLimits } from './integer-schema.ts';
import type { Direction, JsonSchema } from './json-schema.ts';

/** The schema of a message inside a message. */
export type SchemaOfMessage = (message: DescMessage) => JsonSchema;

/** The schema of one field's value. */
export function createFieldSchema(
  field: DescField,
  direction: Direction,
  schemaOf: SchemaOfMessage,
): JsonSchema {
  const rules = getOption(field, fieldRulesOption);
  switch (field.fieldKind) {
    case 'scalar':
      return scalarSchema(field.scalar, rules, direction);
    case 'enum':
      return enumSchema(field.enum);
    case 'message':
      return messageSchema(field.message, schemaOf);
    case 'list': {
      const { minItems, maxItems } = rules.type.case === 'repeated' ? rules.type.value : {};
      return {
        type: 'array',
        items:
          field.listKind === 'scalar'
            ? scalarSchema(field.scalar, undefined, direction)
            : field.listKind === 'enum'
              ? enumSchema(field.enum)
              : messageSchema(field.message, schemaOf),
        ...count('minItems', minItems),
        ...count('maxItems', maxItems),
      };
    }
    case 'map':
      throw new Error(`${field.toString()}: maps have no JSON schema here yet`);
  }
}

/** True where leaving the field out breaks its rules, because its zero value does. */
export function isRequired(field: DescField): boolean {
  const rules = getOption(field, fieldRulesOption);
  if (rules.required) return true;
  const { type } = rules;
  if (type.case === 'string') return type.value.minLen > 0n;
  if (type.case === 'repeated') return type.value.minItems > 0n;
  if (type.case === 'double')
    return type.value.greaterThan.case === 'gte' && type.value.greaterThan.value > 0;
  const { least, most } = numericLimits(rules);
  return (least !== undefined && least > 0n) || (most !== undefined && most < 0n);
}

/** The members of an enum as HTTP speaks them: without prefix, without UNSPECIFIED. */
export function shortNames(description: DescEnum): readonly string[] {
  const prefix = (description.sharedPrefix ?? '').toUpperCase();
  return description.values
    .filter(({ number }) => number !== 0)
    .map(({ name }) => name.slice(prefix.length));
}

function scalarSchema(
  scalar: ScalarType,
  rules: FieldRules | undefined,
  direction: Direction,
): JsonSchema {
  switch (scalar) {
    case ScalarType.STRING: {
      const type = rules?.type;
      if (type?.case !== 'string') return { type: 'string' };
      const { minLen, maxLen, pattern } = type.value;
      return {
        type: 'string',
        ...(minLen > 0n ? count('minLength', minLen) : {}),
        ...(maxLen > 0n ? count('maxLength', maxLen) : {}),
        ...(pattern === '' ? {} : { pattern }),
      };
    }
    case ScalarType.BOOL:
      return { type: 'boolean' };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { type: 'number', ...numberLimits(rules) };
    case ScalarType.BYTES:
      return { type: 'string', contentEncoding: 'base64' };
    default:
      return integerSchema(scalar, rules, direction);
  }
}

function enumSchema(description: DescEnum): JsonSchema {
  return { type: 'string', enum: shortNames(description) };
}

function messageSchema(message: DescMessage, schemaOf: SchemaOfMessage): JsonSchema {
  if (message.typeName === 'google.protobuf.Timestamp')
    return { type: 'string', format: 'date-time' };
  return schemaOf(message);
}

function numberLimits(rules: FieldRules | undefined): JsonSchema {
  if (rules?.type.case !== 'double') return {};
  const { greaterThan, lessThan } = rules.type.value;
  return {
    ...(greaterThan.case === 'gte' ? { minimum: greaterThan.value } : {}),
    ...(lessThan.case === 'lte' ? { maximum: lessThan.value } : {}),
  };
}

function count(keyword: string, limit: bigint | undefined): JsonSchema {
  return limit === undefined || limit === 0n ? {} : { [keyword]: Number(limit) };
}
