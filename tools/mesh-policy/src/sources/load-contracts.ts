import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptors } from '@ballast/contracts';
import { findMethods, type Method } from './method.ts';

/** The methods of each contract of ours by its name, `orders`, as the compiler understood it. */
export function loadContracts(): ReadonlyMap<string, readonly Method[]> {
  const files = fromBinary(FileDescriptorSetSchema, descriptors).file.filter(({ name }) =>
    name.startsWith('ballast/'),
  );
  return new Map(
    files
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((file) => [file.name.split('/').at(-1)!.slice(0, -'.proto'.length), findMethods(file)]),
  );
}
