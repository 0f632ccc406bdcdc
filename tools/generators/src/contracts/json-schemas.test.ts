import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildContractSet } from './contract-set.ts';
import type { ContractSet } from './contract-set.ts';
import { createExportedNames } from './exported-names.ts';
import { createJsonSchemas } from './json-schemas.ts';

const repository = join(import.meta.dirname, '../../../..');
let root: string;
let contracts: ContractSet;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-schemas-'));
  cpSync(join(repository, 'protos'), join(root, 'protos'), { recursive: true });
  rmSync(join(root, 'protos/ballast'), { recursive: true });
  writeProto('one', '  rpc Do(Thing) returns (Thing);', 'int64 free = 1;');
  writeProto('two', '  rpc Undo(Thing) returns (Thing);', rules);
  contracts = buildContractSet(root);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const rules = `
  // Text.
  string some_text = 1 [(buf.validate.field).string = {min_len: 2, max_len: 9, pattern: "^a"}];
  int32 negative = 2 [(buf.validate.field).int32 = {lte: -1}];
  int64 wide = 3;
  repeated string words = 4 [(buf.validate.field).repeated = {min_items: 1, max_items: 3}];
  Colour colour = 5;
  google.protobuf.Timestamp at = 6;
  bool flag = 7 [(buf.validate.field).required = true];
  Inner inner = 8;
  uint32 small = 9 [(buf.validate.field).uint32 = {lte: 7}];
  uint64 big = 10 [(buf.validate.field).uint64 = {gte: 1}];
  message Inner { string plain = 1; }
  enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_DARK_RED = 1; }`;

test('every rule becomes the keyword that says the same, and comments descriptions', () => {
  const safe = Number.MAX_SAFE_INTEGER;
  expect(schema('request', 'TwoV1Thing')).toEqual({
    type: 'object',
    properties: {
      someText: { type: 'string', minLength: 2, maxLength: 9, pattern: '^a', description: 'Text.' },
      negative: { type: 'integer', minimum: -2147483648, maximum: -1 },
      wide: { type: 'integer', minimum: -safe, maximum: safe },
      words: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
      colour: { type: 'string', enum: ['DARK_RED'] },
      at: { type: 'string', format: 'date-time' },
      flag: { type: 'boolean' },
      inner: {
        type: 'object',
        properties: { plain: { type: 'string' } },
        additionalProperties: false,
      },
      small: { type: 'integer', minimum: 0, maximum: 7 },
      big: { type: 'integer', minimum: 1, maximum: safe },
    },
    required: ['someText', 'negative', 'words', 'flag', 'big'],
    additionalProperties: false,
  });
});

test('an answer gives 64-bit numbers as text where a JSON number would not be safe', () => {
  expect(schema('response', 'OneV1Thing')).toMatchObject({
    properties: { free: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
  });
});

test('an answer may grow: fields that its schema does not know are allowed', () => {
  expect(schema('response', 'OneV1Thing')).not.toHaveProperty('additionalProperties');
});

test('names that two packages share are exported with their package in front', () => {
  expect(createExportedNames(contracts).map(({ exportedName }) => exportedName)).toEqual([
    'OneV1Thing',
    'OneServiceService',
    'TwoV1Thing',
    'Thing_Colour',
    'Thing_Inner',
    'TwoServiceService',
  ]);
});

test('a message that contains itself is refused by name', () => {
  writeProto('one', '  rpc Do(Thing) returns (Thing);', 'Thing inner = 1;');
  const recursive = buildContractSet(root);
  expect(() => createJsonSchemas(recursive, 'request', String)).toThrow(
    'ballast.one.v1.Thing contains itself',
  );
});

function schema(direction: 'request' | 'response', name: string): unknown {
  const names = new Map(
    createExportedNames(contracts).map(({ typeName, exportedName }) => [typeName, exportedName]),
  );
  return createJsonSchemas(contracts, direction, (typeName) => names.get(typeName) ?? typeName)[
    name
  ];
}

function writeProto(name: string, method: string, fields: string): void {
  const folder = join(root, `protos/ballast/${name}/v1`);
  mkdirSync(folder, { recursive: true });
  const service = `${name.charAt(0).toUpperCase()}${name.slice(1)}Service`;
  writeFileSync(
    join(folder, `${name}.proto`),
    `syntax = "proto3";
package ballast.${name}.v1;
import "buf/validate/validate.proto";
import "google/protobuf/timestamp.proto";
service ${service} {
${method}
}
message Thing { ${fields} }
`,
  );
}
