import type { ClientCallTrace } from '@ballast/tracing';
import type * as grpc from '@grpc/grpc-js';
import { createDeserializeFailure, createSerializeFailure } from './call-failure.ts';
import type { MethodDefinition } from './definition.ts';

export type InterceptedCall = ReturnType<grpc.NextCall>;
export type MessageContext = Parameters<InterceptedCall['sendMessageWithContext']>[0];
type Call = ReturnType<grpc.ChannelInterface['createCall']>;

/**
 * The innermost call: messages on this side, bytes and the channel on the other. It has the shape
 * that interceptors expect of the next call, and is its own listener, so that a call without
 * interceptors costs no chain of closures.
 */
export class ChannelCall implements InterceptedCall, grpc.InterceptingListener {
  private readonly method: MethodDefinition;
  private readonly call: Call;
  private readonly trace: ClientCallTrace | undefined;
  private listener: Partial<grpc.InterceptingListener> = {};

  constructor(
    channel: grpc.ChannelInterface,
    method: MethodDefinition,
    options: Omit<grpc.InterceptorOptions, 'method_definition'> & {
      readonly trace?: ClientCallTrace;
    },
  ) {
    this.method = method;
    this.trace = options.trace;
    this.call = channel.createCall(
      method.path,
      options.deadline ?? Infinity,
      options.host,
      options.parent ?? null,
      options.propagate_flags,
    );
    if (options.credentials !== undefined) this.call.setCredentials(options.credentials);
  }

  start(metadata: grpc.Metadata, listener: Partial<grpc.InterceptingListener> = {}): void {
    this.listener = listener;
    this.call.start(metadata, this);
    // A single answer is asked for by nobody else.
    if (!this.method.responseStream) this.call.startRead();
  }

  sendMessageWithContext(context: MessageContext, message: unknown): void {
    let bytes: Buffer;
    try {
      bytes = this.method.requestSerialize(message);
    } catch (error) {
      this.fail(createSerializeFailure(error));
      return;
    }
    this.trace?.messageSent(bytes.length);
    this.call.sendMessageWithContext(context, bytes);
  }

  sendMessage(message: unknown): void {
    this.sendMessageWithContext({}, message);
  }

  startRead(): void {
    this.call.startRead();
  }

  halfClose(): void {
    this.call.halfClose();
  }

  cancelWithStatus(code: grpc.status, details: string): void {
    this.call.cancelWithStatus(code, details);
  }

  getPeer(): string {
    return this.call.getPeer();
  }

  getAuthContext(): ReturnType<InterceptedCall['getAuthContext']> {
    return this.call.getAuthContext();
  }

  onReceiveMetadata(metadata: grpc.Metadata): void {
    this.listener.onReceiveMetadata?.(metadata);
  }

  onReceiveMessage(bytes: Buffer): void {
    this.trace?.messageReceived(bytes.length);
    let message: unknown;
    try {
      message = this.method.responseDeserialize(bytes);
    } catch (error) {
      this.fail(createDeserializeFailure(error));
      return;
    }
    this.listener.onReceiveMessage?.(message);
  }

  onReceiveStatus(status: grpc.StatusObject): void {
    this.listener.onReceiveStatus?.(status);
  }

  private fail({ code, message }: { code: grpc.status; message: string }): void {
    this.call.cancelWithStatus(code, message);
  }
}
