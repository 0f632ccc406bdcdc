import {
  MethodOptions_IdempotencyLevel as Level,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';

/** What a contract says about one method. */
export interface Method {
  /** `PlaceOrder`. */
  readonly name: string;
  /** `/ballast.orders.v1.OrdersService/PlaceOrder`, which is its path in HTTP/2 as well. */
  readonly path: string;
  /** One of the sides sends a stream. */
  readonly isStreaming: boolean;
  /** The server answers with a stream, which may stay open for hours. */
  readonly staysOpen: boolean;
  /** May be repeated: IDEMPOTENT or NO_SIDE_EFFECTS. */
  readonly isIdempotent: boolean;
  /** Changes nothing, so a copy of a call does no harm: NO_SIDE_EFFECTS. */
  readonly isReading: boolean;
}

/** The methods of a .proto file, in its order. */
export function findMethods(file: FileDescriptorProto): Method[] {
  return file.service.flatMap(({ name: service, method }) =>
    method.map(({ name, clientStreaming, serverStreaming, options }) => {
      const level = options?.idempotencyLevel ?? Level.IDEMPOTENCY_UNKNOWN;
      return {
        name,
        path: `/${file.package}.${service}/${name}`,
        isStreaming: clientStreaming || serverStreaming,
        staysOpen: serverStreaming,
        isIdempotent: level === Level.IDEMPOTENT || level === Level.NO_SIDE_EFFECTS,
        isReading: level === Level.NO_SIDE_EFFECTS,
      };
    }),
  );
}
