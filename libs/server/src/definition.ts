/** A method as grpc-js has it, and as ts-proto generates it with `outputServices=grpc-js`. */
export interface MethodDefinition {
  /** `/ballast.orders.v1.OrdersService/PlaceOrder` */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: never) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (message: never) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

/** The methods of a service by the names that handlers have. */
export type ServiceDefinition = Readonly<Record<string, MethodDefinition>>;

export type RequestOf<Method extends MethodDefinition> = ReturnType<Method['requestDeserialize']>;
export type ResponseOf<Method extends MethodDefinition> = ReturnType<Method['responseDeserialize']>;

/** `ballast.orders.v1.OrdersService` of `/ballast.orders.v1.OrdersService/PlaceOrder`. */
export function serviceNameOf(path: string): string {
  return path.slice(1, path.lastIndexOf('/'));
}
