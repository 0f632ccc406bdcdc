import type { DescMessage } from '@bufbuild/protobuf';
import { collectComments } from './comments.ts';
import type { ContractSet } from './contract-set.ts';
import { createFieldSchema, isRequired } from './field-schema.ts';
import type { Direction, JsonSchema } from './json-schema.ts';

/** JSON schemas by exported message name. */
export type NamedSchemas = Readonly<Record<string, JsonSchema>>;

/**
 * The schemas of every message that a method takes (`request`) or gives (`response`), the
 * messages inside them included, by the name that the contracts export them under.
 *
 * @throws Error where a message contains itself, which an inlined schema cannot say.
 */
export function createJsonSchemas(
  contracts: ContractSet,
  direction: Direction,
  exportedName: (typeName: string) => string,
): NamedSchemas {
  const comments = new Map(contracts.files.flatMap((file) => [...collectComments(file)]));
  const done = new Map<string, JsonSchema>();
  const open = new Set<string>();

  const describe = (name: string): JsonSchema => {
    const description = comments.get(name);
    return description === undefined ? {} : { description };
  };

  const schemaOf = (message: DescMessage): JsonSchema => {
    const known = done.get(message.typeName);
    if (known !== undefined) return known;
    if (open.has(message.typeName)) throw new Error(`${message.typeName} contains itself`);
    open.add(message.typeName);
    const properties = message.fields.map((field) => [
      field.jsonName,
      {
        ...createFieldSchema(field, direction, schemaOf),
        ...describe(`${message.typeName}.${field.name}`),
      },
    ]);
    open.delete(message.typeName);
    const required = message.fields.filter(isRequired).map((field) => field.jsonName);
    const schema = {
      ...describe(message.typeName),
      type: 'object',
      properties: Object.fromEntries(properties) as JsonSchema,
      ...(required.length > 0 ? { required } : {}),
      // A request with a field that nobody reads is refused; an answer may grow.
      ...(direction === 'request' ? { additionalProperties: false } : {}),
    };
    done.set(message.typeName, schema);
    return schema;
  };

  for (const method of contracts.services.flatMap((service) => service.methods)) {
    schemaOf(direction === 'request' ? method.input : method.output);
  }
  const named = [...done].map(([typeName, schema]) => [exportedName(typeName), schema] as const);
  return Object.fromEntries(named.sort(([left], [right]) => (left < right ? -1 : 1)));
}
