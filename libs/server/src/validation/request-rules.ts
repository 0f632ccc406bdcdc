import {
  createFileRegistry,
  type DescMessage,
  type FileRegistry,
  fromBinary,
} from '@bufbuild/protobuf';
import { pathToString } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator, type Validator } from '@bufbuild/protovalidate';
import type { FieldViolation } from '@ballast/status';
import { serviceNameOf } from '../definition.ts';

/** What is wrong with the bytes of a request. */
export type Flaw =
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'invalid'; readonly violations: readonly FieldViolation[] };

/** Looks at the bytes of a request: undefined where nothing is wrong. */
export type RequestCheck = (bytes: Uint8Array) => Flaw | undefined;

/** The `buf.validate` rules of a set of contracts. */
export class RequestRules {
  readonly #registry: FileRegistry;
  readonly #validator: Validator;

  /** @throws TypeError where the bytes are no `google.protobuf.FileDescriptorSet`. */
  constructor(descriptors: Uint8Array) {
    try {
      this.#registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
    } catch (cause) {
      throw new TypeError('server.descriptors must be a FileDescriptorSet in binary form', {
        cause,
      });
    }
    this.#validator = createValidator({ registry: this.#registry });
  }

  /** Whether the descriptors know the service. */
  describes(serviceName: string): boolean {
    return this.#registry.getService(serviceName) !== undefined;
  }

  /** @throws TypeError where the descriptors do not know the method. */
  checkOf(path: string): RequestCheck {
    const input = this.#inputOf(path);
    return (bytes) => this.#check(input, bytes);
  }

  #inputOf(path: string): DescMessage {
    const methodName = path.slice(path.lastIndexOf('/') + 1);
    const service = this.#registry.getService(serviceNameOf(path));
    const method = service?.methods.find(({ name }) => name === methodName);
    if (method === undefined) {
      throw new TypeError(`server.descriptors must describe every served method, got no ${path}`);
    }
    return method.input;
  }

  #check(input: DescMessage, bytes: Uint8Array): Flaw | undefined {
    let message;
    try {
      message = fromBinary(input, bytes);
    } catch (error) {
      return { kind: 'malformed', problem: problemOf(error) };
    }
    const result = this.#validator.validate(input, message);
    switch (result.kind) {
      case 'valid':
        return undefined;
      case 'invalid':
        return {
          kind: 'invalid',
          violations: result.violations.map(({ field, message: description, ruleId }) => ({
            field: pathToString(field),
            description,
            reason: ruleId,
          })),
        };
      case 'error':
        // A rule that does not compile is a bug of the contract, not of the caller.
        throw result.error;
    }
  }
}

function problemOf(error: unknown): string {
  const isText = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  return isText ? 'a text in it is not UTF-8' : 'its bytes are not protobuf';
}
