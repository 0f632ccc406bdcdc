import { runInScope } from '@ballast/deadlines';
import { Code } from '@ballast/status';
import type {
  Metadata,
  ServerInterceptingCallInterface,
  ServerInterceptor,
  ServerInterceptingCall,
} from '@grpc/grpc-js';
import { ActiveCall } from './active-call.ts';
import type { CallRegistry } from './call-registry.ts';
import type { CallWire } from './call-wire.ts';
import type { ServedMethod } from './served-method.ts';
import type { WireStatus } from './wire-status.ts';

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];

/** The unary methods of a server, by path. */
export type UnaryMethods = ReadonlyMap<string, ServedMethod>;

/**
 * The last of a server's interceptors: takes unary calls over from grpc-js, which would make a
 * `Writable`, its states and an emitter for each of them, and four closures (ADR 010). Streams, and
 * services that are not ours, go on to it.
 */
export function createUnaryInterceptor(
  methods: UnaryMethods,
  registry: CallRegistry,
): ServerInterceptor {
  return ({ path }, call) => {
    const method = methods.get(path);
    // The class is what grpc-js's type says; all it does with a call is to start it.
    return (method === undefined ? call : new UnaryCall(method, registry, call)) as never;
  };
}

/** A unary call from its headers to its status: grpc-js's listener, and the way back, in one. */
class UnaryCall implements Pick<ServerInterceptingCall, 'start'>, Listener, CallWire {
  readonly #method: ServedMethod;
  readonly #registry: CallRegistry;
  readonly #call: ServerInterceptingCallInterface;
  #metadata: Metadata | undefined;
  #request: object | undefined;
  #active: ActiveCall | undefined;

  constructor(method: ServedMethod, registry: CallRegistry, call: ServerInterceptingCallInterface) {
    this.#method = method;
    this.#registry = registry;
    this.#call = call;
  }

  /** What grpc-js would listen with stays out of it. */
  start(): void {
    this.#call.start(this);
  }

  onReceiveMetadata(metadata: Metadata): void {
    this.#metadata = metadata;
    this.#call.startRead();
  }

  onReceiveMessage(request: object): void {
    if (this.#request !== undefined) {
      this.#call.sendStatus(unimplemented('a second request'));
      return;
    }
    this.#request = request;
    this.#call.startRead();
  }

  onReceiveHalfClose(): void {
    const request = this.#request;
    if (request === undefined) {
      this.#call.sendStatus(unimplemented('no request'));
      return;
    }
    const active = new ActiveCall(this.#method, this, this.#registry);
    this.#active = active;
    const refusal = this.#method.refusalOf(request);
    if (refusal === undefined) void runInScope(active.scope, answer, this, active, request);
    else active.fail(refusal);
  }

  onCancel(): void {
    this.#active?.callerGone();
  }

  async answer(active: ActiveCall, request: object): Promise<void> {
    const { handler, encoder } = this.#method;
    try {
      const response = await handler(request, active);
      encoder.encode(response);
      if (!active.succeed()) return;
      const metadata = active.addedTrailers ?? null;
      // Not sooner: grpc-js 1.14.7 loses a status while an interceptor has its message (gzip, a fault).
      this.#call.sendMessage(response, () =>
        this.#call.sendStatus({ code: Code.OK, details: 'OK', metadata }),
      );
    } catch (error) {
      active.fail(error);
    }
  }

  get metadata(): Metadata {
    // Set before the first message, as gRPC orders them.
    return this.#metadata as Metadata;
  }

  getPeer(): string {
    return this.#call.getPeer();
  }

  getDeadline(): Date | number {
    return this.#call.getDeadline();
  }

  sendMetadata(metadata: Metadata): void {
    this.#call.sendMetadata(metadata);
  }

  sendStatus(status: WireStatus): void {
    this.#call.sendStatus(status);
  }
}

// A function of its own, so that nothing is allocated to call it.
const answer = (call: UnaryCall, active: ActiveCall, request: object): Promise<void> =>
  call.answer(active, request);

const unimplemented = (what: string) => ({
  code: Code.UNIMPLEMENTED,
  details: `Received ${what} for a method that takes one`,
  metadata: null,
});
