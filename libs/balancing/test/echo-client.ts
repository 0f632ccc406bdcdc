import {
  type ChannelOptions,
  Client,
  type connectivityState,
  credentials,
  experimental,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { AnnotatedEndpoint } from '../src/endpoints/endpoint-list.ts';

type Listener = experimental.ResolverListener;

const listeners = new Map<string, { listener: Listener; service: EchoClient }>();
const clients = new Map<string, EchoClient>();
let nextName = 0;

experimental.registerResolver(
  'manual',
  class implements experimental.Resolver {
    readonly #name: string;
    readonly #listener: Listener;
    #hasAnswered = false;
    constructor(target: experimental.GrpcUri, listener: Listener) {
      this.#name = target.path;
      this.#listener = listener;
    }
    updateResolution(): void {
      const client = clients.get(this.#name)!;
      client.resolutions += 1;
      listeners.set(this.#name, { listener: this.#listener, service: client });
      // As a watch does it: the list when it is first asked for, then what changes.
      if (this.#hasAnswered) return;
      this.#hasAnswered = true;
      queueMicrotask(() => client.publishAgain());
    }
    destroy(): void {
      this.#hasAnswered = false;
      listeners.delete(this.#name);
    }
    static getDefaultAuthority(): string {
      return 'manual';
    }
  },
);

export interface EchoCall {
  readonly code: status;
  readonly details: string;
  /** The port of the replica that answered; undefined after a failure. */
  readonly port: number | undefined;
  readonly tookMs: number;
}

/** A channel whose endpoints a test sets by hand, and one method to call on it. */
export class EchoClient implements Disposable {
  resolutions = 0;
  readonly #name = `echo-${(nextName += 1)}`;
  readonly #client: Client;
  #endpoints: AnnotatedEndpoint[] | undefined;
  #config: object;

  constructor(
    loadBalancingConfig: object,
    options: ChannelOptions & { methodConfig?: object[] } = {},
  ) {
    const { methodConfig = [], ...channelOptions } = options;
    this.#config = { loadBalancingConfig: [loadBalancingConfig], methodConfig };
    clients.set(this.#name, this);
    this.#client = new Client(`manual:${this.#name}`, credentials.createInsecure(), {
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 200,
      'grpc.use_local_subchannel_pool': 1,
      ...channelOptions,
    });
  }

  publish(endpoints: AnnotatedEndpoint[], loadBalancingConfig?: object): void {
    this.#endpoints = endpoints;
    if (loadBalancingConfig !== undefined) {
      this.#config = { ...this.#config, loadBalancingConfig: [loadBalancingConfig] };
    }
    this.publishAgain();
  }

  fail(details: string): void {
    const error = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
    const config = { ok: true, value: structuredClone(this.#config) as never } as const;
    listeners.get(this.#name)?.listener({ ok: false, error }, {}, config, '');
  }

  publishAgain(): void {
    if (this.#endpoints === undefined) return;
    const config = structuredClone(this.#config);
    const listener = listeners.get(this.#name)?.listener;
    listener?.(
      { ok: true, value: this.#endpoints },
      {},
      { ok: true, value: config as never },
      'test',
    );
  }

  call(options: { timeoutMs?: number; metadata?: Metadata; signal?: AbortSignal } = {}) {
    const { timeoutMs = 5_000, metadata = new Metadata(), signal } = options;
    const startedMs = performance.now();
    return new Promise<EchoCall>((resolve) => {
      const asIs = (bytes: Buffer) => bytes;
      const done = (error: ServiceError | null, answer?: Buffer) =>
        resolve({
          code: error?.code ?? status.OK,
          details: error?.details ?? '',
          port: answer === undefined ? undefined : Number(answer.toString()),
          tookMs: performance.now() - startedMs,
        });
      const deadline = Date.now() + timeoutMs;
      const request = Buffer.from('?');
      const call = this.#client.makeUnaryRequest(
        '/test.Echo/Call',
        asIs,
        asIs,
        request,
        metadata,
        { deadline },
        done,
      );
      signal?.addEventListener('abort', () => call.cancel());
    });
  }

  /** Calls one after the other until a port has answered so many times. */
  async callUntil(isEnough: (ports: number[]) => boolean): Promise<number[]> {
    const ports: number[] = [];
    for (let i = 0; i < 5_000 && !isEnough(ports); i += 1) {
      const { port } = await this.call();
      if (port !== undefined) ports.push(port);
    }
    return ports;
  }

  get state(): connectivityState {
    return this.#client.getChannel().getConnectivityState(false);
  }

  async waitForState(state: connectivityState): Promise<void> {
    const channel = this.#client.getChannel();
    for (let now = channel.getConnectivityState(true); now !== state;) {
      await new Promise<void>((resolve, reject) => {
        channel.watchConnectivityState(now, Date.now() + 10_000, (error) =>
          error ? reject(error) : resolve(),
        );
      });
      now = channel.getConnectivityState(false);
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
