import { type Metadata, type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import type { Admission } from '../admission.ts';
import { CRITICALITY_HEADER, parseCriticality } from '../classes/criticality.ts';
import type { Outcome } from '../limit/outcome.ts';
import type { Permit } from '../permit.ts';
import type { Refusal } from '../refusing/refusal.ts';

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];
type Status = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** What all calls of a server have in common. */
export interface Guard {
  readonly admission: Admission;
  readonly findClientKey: (call: ServerInterceptingCallInterface, metadata: Metadata) => string;
  readonly statusOf: (refusal: Refusal) => Status;
}

/**
 * A call between the wire and the handler, and the handler's listener at once: one object, and none
 * of the closures of `ServerInterceptingCall`. A refusal is answered when the headers are here,
 * before the first message is read, let alone parsed.
 */
export class GuardedCall implements ServerInterceptingCallInterface {
  readonly #guard: Guard;
  readonly #path: string;
  readonly #isStream: boolean;
  readonly #call: ServerInterceptingCallInterface;
  #listener: Listener | undefined;
  #permit: Permit | undefined;

  constructor(
    guard: Guard,
    path: string,
    isStream: boolean,
    call: ServerInterceptingCallInterface,
  ) {
    this.#guard = guard;
    this.#path = path;
    this.#isStream = isStream;
    this.#call = call;
  }

  start(listener: Listener): void {
    this.#listener = listener;
    this.#call.start(this);
  }

  onReceiveMetadata(metadata: Metadata): void {
    const { admission, findClientKey, statusOf } = this.#guard;
    const entry = admission.tryEnter({
      method: this.#path,
      criticality: parseCriticality(metadata.get(CRITICALITY_HEADER)[0]),
      clientKey: findClientKey(this.#call, metadata),
      isStream: this.#isStream,
      nowMs: performance.now(),
    });
    if (entry.admitted) {
      this.#permit = entry;
      this.#listener?.onReceiveMetadata(metadata);
      return;
    }
    // The handler never hears of it, nor of the end that follows.
    this.#listener = undefined;
    this.#call.sendStatus(statusOf(entry));
  }

  onReceiveMessage(message: unknown): void {
    this.#listener?.onReceiveMessage(message);
  }

  onReceiveHalfClose(): void {
    this.#listener?.onReceiveHalfClose();
  }

  /** Also comes after an ordinary end, when there is no permit left. */
  onCancel(): void {
    this.#end('abandoned');
    this.#listener?.onCancel();
  }

  sendStatus(sent: Status): void {
    this.#end(outcomeOf(sent.code));
    this.#call.sendStatus(sent);
  }

  sendMetadata(metadata: Metadata): void {
    this.#call.sendMetadata(metadata);
  }

  sendMessage(message: unknown, callback: () => void): void {
    this.#call.sendMessage(message, callback);
  }

  startRead(): void {
    this.#call.startRead();
  }

  getPeer(): string {
    return this.#call.getPeer();
  }

  getDeadline(): ReturnType<ServerInterceptingCallInterface['getDeadline']> {
    return this.#call.getDeadline();
  }

  getHost(): string {
    return this.#call.getHost();
  }

  getAuthContext(): ReturnType<ServerInterceptingCallInterface['getAuthContext']> {
    return this.#call.getAuthContext();
  }

  getConnectionInfo(): ReturnType<ServerInterceptingCallInterface['getConnectionInfo']> {
    return this.#call.getConnectionInfo();
  }

  getMetricsRecorder(): ReturnType<ServerInterceptingCallInterface['getMetricsRecorder']> {
    return this.#call.getMetricsRecorder();
  }

  #end(outcome: Outcome): void {
    this.#permit?.end(outcome, performance.now());
    this.#permit = undefined;
  }
}

/** What a status says of the time that the call took. */
export function outcomeOf(code: status): Outcome {
  switch (code) {
    case status.OK:
      return 'success';
    case status.DEADLINE_EXCEEDED:
    case status.CANCELLED:
      return 'abandoned';
    default:
      return 'failure';
  }
}
