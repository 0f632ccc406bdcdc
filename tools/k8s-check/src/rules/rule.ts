import type { Code } from '../code/code.ts';
import type { Manifest } from '../overlay/manifest.ts';
import type { Overlay } from '../overlay/overlay.ts';

/** Something that every overlay has to keep. Pure: manifests and code in, findings out. */
export interface Rule {
  readonly name: string;
  readonly find: (overlay: Overlay, code: Code) => Iterable<Finding>;
}

/** One place where it does not. */
export interface Finding {
  readonly object: Manifest;
  /** Where in the object, in kubectl's words: `spec.replicas`. */
  readonly field: string;
  /** Completes the sentence "<field> must …". */
  readonly must: string;
  readonly got: unknown;
}

/** The path of a container's field. */
export const ofContainer = (name: string, field: string): string =>
  `spec.template.spec.containers[${name}].${field}`;
