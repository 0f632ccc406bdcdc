import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import type { DescFile, DescService } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { requireBuf } from './buf.ts';

/** The contracts of one `protos/` directory, compiled. */
export interface ContractSet {
  /** A `google.protobuf.FileDescriptorSet` with all options and imports, without comments. */
  readonly bytes: Uint8Array;
  /** Our own files (package `ballast.*`), with their comments, ordered by name. */
  readonly files: readonly DescFile[];
  /** Their services, in the order of the files. */
  readonly services: readonly DescService[];
}

/** Compiles `<root>/protos`. Throws with buf's message where it does not compile. */
export function buildContractSet(root: string): ContractSet {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-contracts-'));
  try {
    const bare = buildImage(root, join(directory, 'bare.binpb'), ['--exclude-source-info']);
    const registry = createFileRegistry(
      fromBinary(FileDescriptorSetSchema, buildImage(root, join(directory, 'full.binpb'), [])),
    );
    const files = [...registry.files]
      .filter((file) => file.proto.package.startsWith('ballast.'))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
    return { bytes: bare, files, services: files.flatMap((file) => file.services) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function buildImage(root: string, output: string, flags: readonly string[]): Uint8Array {
  requireBuf(join(root, 'protos'), [
    'build',
    '--path',
    'ballast',
    '--as-file-descriptor-set',
    ...flags,
    '-o',
    output,
  ]);
  return readFileSync(output);
}
