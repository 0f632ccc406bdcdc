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
export function findMethods(proto: string): Method[] {
  const packageName = /^package ([\w.]+);/m.exec(proto)?.[1] ?? '';
  return splitServices(proto).flatMap(({ service, body }) =>
    [...body.matchAll(rpc)].map(([, name = '', request, answer, options = '']) => {
      const level = /idempotency_level\s*=\s*(\w+)/.exec(options)?.[1];
      return {
        name,
        path: `/${packageName}.${service}/${name}`,
        isStreaming: request !== undefined || answer !== undefined,
        staysOpen: answer !== undefined,
        isIdempotent: level === 'IDEMPOTENT' || level === 'NO_SIDE_EFFECTS',
        isReading: level === 'NO_SIDE_EFFECTS',
      };
    }),
  );
}

const rpc =
  /\brpc\s+(\w+)\s*\(\s*(stream\s)?\s*[\w.]+\s*\)\s*returns\s*\(\s*(stream\s)?\s*[\w.]+\s*\)\s*(?:;|\{([^}]*)\})/g;

function splitServices(proto: string): { service: string; body: string }[] {
  const begins = [...proto.matchAll(/^service (\w+)/gm)];
  return begins.map((begin, index) => ({
    service: begin[1] ?? '',
    body: proto.slice(begin.index, begins[index + 1]?.index),
  }));
}
