import type { OrderState } from '../api/shop.ts';
import type { AttemptOfSpan, Attributes } from '../api/traces.ts';
import type { ReceivedSpan, Source } from '../otlp/received.ts';

/** What a span is about, as its attributes tell. */
export interface SpanFacts {
  readonly span: ReceivedSpan;
  readonly source: Source;
  /**
   * `call` is a gRPC client's, with an `attempt` for each time that it went out; `server` is a gRPC
   * server's, `http` an HTTP server's.
   */
  readonly role: 'call' | 'attempt' | 'server' | 'http' | 'other';
  /** `package.Service/Method`; empty where it is no gRPC. */
  readonly method: string;
  readonly durationMs: number;
  readonly isError: boolean;
  /** Empty where it is none. */
  readonly error: string;
  /** Empty where it is about no order. */
  readonly orderId: string;
  /** As its answer told. */
  readonly orderState: OrderState | undefined;
  /** With role `attempt`; who is at the address is somebody else's knowledge. */
  readonly attempt: Omit<AttemptOfSpan, 'replica'> | undefined;
}

const states: readonly OrderState[] = ['PENDING', 'CONFIRMED', 'REJECTED', 'CANCELLED'];
/** Snapshots list errors by the dozen. */
const MAX_ERROR_CHARACTERS = 200;
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

/** Reads the attributes of OpenTelemetry's conventions, gRFC A72 and `@ballast/tracing`. */
export function describeSpan(span: ReceivedSpan, source: Source): SpanFacts {
  const { attributes } = span;
  const method = findMethod(attributes);
  const role = findRole(span, method);
  const isError = span.status === ERROR;
  return {
    ...{ span, source, role, method, isError },
    durationMs: Math.max(0, span.endAtMs - span.startAtMs),
    error: isError ? describeError(span) : '',
    orderId: textOf(attributes, 'ballast.order.id'),
    orderState: states.find((state) => state === attributes['ballast.order.state']),
    attempt: role === 'attempt' ? describeAttempt(attributes) : undefined,
  };
}

function findMethod(attributes: Attributes): string {
  const method = textOf(attributes, 'rpc.method');
  const service = textOf(attributes, 'rpc.service');
  return method === '' || method.includes('/') || service === '' ? method : `${service}/${method}`;
}

function findRole({ kind, attributes }: ReceivedSpan, method: string): SpanFacts['role'] {
  if (kind === SERVER) {
    if (method !== '') return 'server';
    return 'http.request.method' in attributes ? 'http' : 'other';
  }
  if (kind !== CLIENT || method === '') return 'other';
  return attributes['ballast.role'] === 'attempt' || 'previous-rpc-attempts' in attributes
    ? 'attempt'
    : 'call';
}

function describeAttempt(attributes: Attributes): Omit<AttemptOfSpan, 'replica'> {
  const number = Number(attributes['previous-rpc-attempts'] ?? 0) + 1;
  return {
    number,
    kind:
      attributes['ballast.hedge'] === true
        ? 'hedge'
        : attributes['transparent-retry'] === true
          ? 'transparent'
          : number > 1
            ? 'retry'
            : 'first',
    address: findAddress(attributes),
    pickReason: textOf(attributes, 'ballast.pick.reason'),
  };
}

/** The peer where the connection tells it; else whom the call was meant for. */
function findAddress(attributes: Attributes): string {
  const host = textOf(attributes, 'network.peer.address') || textOf(attributes, 'server.address');
  const port = textOf(attributes, 'network.peer.port') || textOf(attributes, 'server.port');
  if (host === '') return '';
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return port === '' ? bracketed : `${bracketed}:${port}`;
}

/** `UNAVAILABLE: no connection` */
function describeError({ attributes, statusMessage }: ReceivedSpan): string {
  const code =
    textOf(attributes, 'rpc.status_code') ||
    textOf(attributes, 'rpc.response.status_code') ||
    textOf(attributes, 'error.type') ||
    textOf(attributes, 'http.response.status_code');
  const text = [code, statusMessage].filter((part) => part !== '').join(': ') || 'error';
  return text.slice(0, MAX_ERROR_CHARACTERS);
}

function textOf(attributes: Attributes, key: string): string {
  return String(attributes[key] ?? '');
}

/** Health, reflection and the console's own questions: no traffic. */
export function isOfPlatform(method: string): boolean {
  return /^(grpc\.|ballast\.(admin|faults)\.)/.test(method);
}
