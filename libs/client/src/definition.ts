import type { CallOptions } from './call-options.ts';

/** One method as ts-proto writes it for grpc-js. */
export interface MethodDefinition {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  // Methods, not function properties: their parameters must stay assignable both ways.
  requestSerialize(request: unknown): Buffer;
  responseDeserialize(bytes: Buffer): unknown;
}

/** A service as ts-proto writes it for grpc-js (`outputServices=grpc-js`). */
export type ServiceDefinition = Readonly<Record<string, MethodDefinition>>;

/** The functions of a service. Disposing of the client closes its channel. */
export type Client<Definition extends ServiceDefinition> = {
  readonly [Name in keyof Definition]: ClientMethod<Definition[Name]>;
} & Disposable;

/** How a method is called; the shape follows from whether requests and answers are streams. */
export type ClientMethod<Method extends MethodDefinition> = Method['requestStream'] extends true
  ? (
      requests: AsyncIterable<RequestOf<Method>> | Iterable<RequestOf<Method>>,
      options?: CallOptions,
    ) => AnswerOf<Method>
  : (request: RequestOf<Method>, options?: CallOptions) => AnswerOf<Method>;

type AnswerOf<Method extends MethodDefinition> = Method['responseStream'] extends true
  ? AsyncIterableIterator<ResponseOf<Method>>
  : Promise<ResponseOf<Method>>;

export type RequestOf<Method extends MethodDefinition> = Parameters<Method['requestSerialize']>[0];

export type ResponseOf<Method extends MethodDefinition> = ReturnType<Method['responseDeserialize']>;
