import type { CallContext } from '../call-context.ts';
import type { MethodDefinition } from '../definition.ts';
import type { CallFacts } from './active-call.ts';
import type { RefusalOf } from './request-stream.ts';
import type { ResponseEncoder } from './response-encoder.ts';

/** A method with all that its calls need. */
export interface ServedMethod extends CallFacts {
  readonly definition: Pick<MethodDefinition, 'requestStream' | 'responseStream'>;
  readonly handler: (request: unknown, context: CallContext) => unknown;
  readonly refusalOf: RefusalOf;
  readonly encoder: ResponseEncoder;
}
