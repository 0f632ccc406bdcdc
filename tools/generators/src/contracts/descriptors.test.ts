import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import * as contracts from '@ballast/contracts';
import { expect, test } from 'vitest';

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, contracts.descriptors));

test('the descriptors need no other file: every import is in the set', () => {
  const files = [...registry.files].map(({ proto }) => proto);
  const names = new Set(files.map(({ name }) => name));
  const imports = files.flatMap(({ dependency }) => dependency);
  expect(imports.filter((name) => !names.has(name))).toEqual([]);
});

test('every method of the generated definitions is described, and no other', () => {
  const described = [...registry]
    .filter((type) => type.kind === 'service')
    .flatMap(({ typeName, methods }) => methods.map(({ name }) => `/${typeName}/${name}`));
  const defined = Object.entries(contracts)
    .filter(([name]) => name.endsWith('ServiceService'))
    .flatMap(([, definition]) => Object.values(definition as Record<string, { path: string }>))
    .map(({ path }) => path);
  expect(described.toSorted()).toEqual(defined.toSorted());
});

test('comments are left out: no program reads them', () => {
  const { file } = fromBinary(FileDescriptorSetSchema, contracts.descriptors);
  expect(file.filter(({ sourceCodeInfo }) => sourceCodeInfo !== undefined)).toEqual([]);
});
