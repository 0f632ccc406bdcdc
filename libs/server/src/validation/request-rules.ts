import {
  createFileRegistry,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  type Message,
} from '@bufbuild/protobuf';
import { pathToString } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createValidator, type ValidationResult, type Validator } from '@bufbuild/protovalidate';
import type { FieldViolation } from '@ballast/status';
import { serviceNameOf } from '../definition.ts';
import { matchSimplePattern } from './simple-pattern.ts';

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
  readonly #quickValidator: Validator;
  readonly #notQuick = new Set<DescMessage>();

  /** @throws TypeError where the bytes are no `google.protobuf.FileDescriptorSet`. */
  constructor(descriptors: Uint8Array) {
    try {
      this.#registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors));
    } catch (cause) {
      throw new TypeError('server.descriptors must be a FileDescriptorSet in binary form', {
        cause,
      });
    }
    const registry = this.#registry;
    this.#validator = createValidator({ registry });
    this.#quickValidator = createValidator({ registry, regexMatch: matchSimplePattern });
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

  /** Messages with a pattern that only RE2 may match go to it from then on. */
  #validate(input: DescMessage, message: Message): ValidationResult {
    if (!this.#notQuick.has(input)) {
      const result = this.#quickValidator.validate(input, message);
      if (result.kind !== 'error') return result;
      this.#notQuick.add(input);
    }
    return this.#validator.validate(input, message);
  }

  #check(input: DescMessage, bytes: Uint8Array): Flaw | undefined {
    let message;
    try {
      message = fromBinary(input, bytes);
    } catch (error) {
      return { kind: 'malformed', problem: problemOf(error) };
    }
    const result = this.#validate(input, message);
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
