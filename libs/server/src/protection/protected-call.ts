import {
  type Admission,
  CRITICALITY_HEADER,
  findClientByHeaderOrPeer,
  outcomeOf,
  parseCriticality,
  type Permit,
} from '@ballast/admission';
import { LOAD_REPORT_TRAILER, type LoadMeter } from '@ballast/balancing';
import { Code } from '@ballast/status';
import { Metadata, type ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { refusalStatus } from './admission-control.ts';
import type { CallObservation, CallObserver } from './call-observer.ts';

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];
type Status = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** What a call passes on its way in, in this order; each may be absent. */
export interface Protections {
  readonly observer?: CallObserver | undefined;
  /** Counts the calls, and tells the callers in their trailers. */
  readonly meter?: LoadMeter | undefined;
  readonly admission?: Admission | undefined;
  /** Told why admission refuses a call that is observed elsewhere. Default: nobody is. */
  readonly onRefused?: ((reason: string) => void) | undefined;
}

export interface MethodFacts {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/**
 * A call between the wire and what serves it: all that watches and protects it in one object, which
 * is the handler's listener at once. Assembled as interceptors they were four closure chains a call.
 */
export class ProtectedCall implements ServerInterceptingCallInterface, Listener {
  readonly #protections: Protections;
  readonly #method: MethodFacts;
  /** The name that grpc-js gives it, by which a fault goes down to the HTTP/2 stream. */
  readonly nextCall: ServerInterceptingCallInterface;
  #listener: Listener | undefined;
  #observation: CallObservation | undefined;
  #permit: Permit | undefined;
  #startedMs = 0;
  #isCounted = false;

  constructor(
    protections: Protections,
    method: MethodFacts,
    call: ServerInterceptingCallInterface,
  ) {
    this.#protections = protections;
    this.#method = method;
    this.nextCall = call;
  }

  start(listener: Listener): void {
    this.#listener = listener;
    this.nextCall.start(this);
  }

  // Nothing is counted sooner: of a call that is reset before it is read, grpc-js tells nobody the end.
  onReceiveMetadata(metadata: Metadata): void {
    const { observer, meter, admission } = this.#protections;
    this.#startedMs = performance.now();
    if (observer !== undefined) this.#observe(observer, metadata);
    // An open stream of answers is no load.
    if (meter !== undefined && !this.#method.responseStream) {
      this.#isCounted = true;
      meter.started();
    }
    if (admission === undefined || this.#admit(admission, metadata))
      this.#tell(tellMetadata, metadata);
  }

  onReceiveMessage(message: unknown): void {
    this.#observation?.messageReceived(message);
    this.#tell(tellMessage, message);
  }

  onReceiveHalfClose(): void {
    this.#tell(tellHalfClose, undefined);
  }

  /** Also comes after an ordinary end, when nothing is left to be told of it. */
  onCancel(): void {
    this.#end(Code.CANCELLED, 'the caller has gone', performance.now());
    this.#tell(tellCancel, undefined);
  }

  sendMetadata(metadata: Metadata): void {
    this.nextCall.sendMetadata(metadata);
  }

  sendMessage(message: unknown, callback: () => void): void {
    this.#observation?.messageSent(message);
    this.nextCall.sendMessage(message, callback);
  }

  sendStatus(sent: Status): void {
    const nowMs = performance.now();
    this.#end(sent.code, sent.details, nowMs);
    const { meter } = this.#protections;
    if (meter === undefined) {
      this.nextCall.sendStatus(sent);
      return;
    }
    // The trailers are the answer's own: nobody reads them after this.
    const metadata = sent.metadata ?? new Metadata();
    metadata.set(LOAD_REPORT_TRAILER, meter.encode(nowMs));
    this.nextCall.sendStatus({ code: sent.code, details: sent.details, metadata });
  }

  /** Protection further in refuses this call. */
  refused(reason: string): void {
    this.#observation?.refused(reason);
  }

  startRead(): void {
    this.nextCall.startRead();
  }

  getPeer(): string {
    return this.nextCall.getPeer();
  }

  getDeadline(): ReturnType<ServerInterceptingCallInterface['getDeadline']> {
    return this.nextCall.getDeadline();
  }

  getHost(): string {
    return this.nextCall.getHost();
  }

  getAuthContext(): ReturnType<ServerInterceptingCallInterface['getAuthContext']> {
    return this.nextCall.getAuthContext();
  }

  getConnectionInfo(): ReturnType<ServerInterceptingCallInterface['getConnectionInfo']> {
    return this.nextCall.getConnectionInfo();
  }

  getMetricsRecorder(): ReturnType<ServerInterceptingCallInterface['getMetricsRecorder']> {
    return this.nextCall.getMetricsRecorder();
  }

  #observe(observer: CallObserver, metadata: Metadata): void {
    const { path, requestStream, responseStream } = this.#method;
    this.#observation = observer.callStarted({
      path,
      requestStream,
      responseStream,
      metadata,
      startedMs: this.#startedMs,
      getPeer: () => this.nextCall.getPeer(),
    });
  }

  /** A refusal is answered before the first message is read, let alone parsed. */
  #admit(admission: Admission, metadata: Metadata): boolean {
    const entry = admission.tryEnter({
      method: this.#method.path,
      criticality: parseCriticality(metadata.get(CRITICALITY_HEADER)[0]),
      clientKey: findClientByHeaderOrPeer(this.nextCall, metadata),
      isStream: this.#method.requestStream || this.#method.responseStream,
      nowMs: this.#startedMs,
    });
    if (entry.admitted) {
      this.#permit = entry;
      return true;
    }
    // The handler never hears of it, nor of the end that follows.
    this.#listener = undefined;
    this.refused(entry.reason);
    this.#protections.onRefused?.(entry.reason);
    this.sendStatus(refusalStatus(entry));
    return false;
  }

  #tell<Told>(tell: (listener: Listener, told: Told) => void, told: Told): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    if (this.#observation === undefined) tell(listener, told);
    else this.#observation.run(tell, listener, told);
  }

  #end(code: Code, details: string, nowMs: number): void {
    const { meter } = this.#protections;
    this.#permit?.end(outcomeOf(code), nowMs);
    this.#permit = undefined;
    if (this.#isCounted) meter?.ended(code, this.#startedMs, nowMs);
    this.#isCounted = false;
    this.#observation?.ended(code, details, nowMs);
    this.#observation = undefined;
  }
}

// Functions of their own, so that nothing is allocated to call them.
const tellMetadata = (listener: Listener, metadata: Metadata): void =>
  listener.onReceiveMetadata(metadata);
const tellMessage = (listener: Listener, message: unknown): void =>
  listener.onReceiveMessage(message);
const tellHalfClose = (listener: Listener): void => listener.onReceiveHalfClose();
const tellCancel = (listener: Listener): void => listener.onCancel();
