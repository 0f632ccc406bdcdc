// Calls by plain grpc-js, as promises, so that tests read top to bottom.
import {
  type CallOptions,
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ClientWritableStream,
  Metadata,
  type MethodDefinition,
} from '@grpc/grpc-js';
import type { StatusError } from '@ballast/status';
import { decodeStatus } from '@ballast/status';
import { createGate } from '@ballast/testing';

type Unary<Req, Res> = MethodDefinition<Req, Res> & { requestStream: false; responseStream: false };

export interface UnaryOutcome<Res> {
  readonly call: ClientUnaryCall;
  /** Rejects with a StatusError. */
  readonly response: Promise<Res>;
}

export function callUnary<Req, Res>(
  client: Client,
  method: Unary<Req, Res>,
  request: Req,
  options: CallOptions & { metadata?: Metadata } = {},
): UnaryOutcome<Res> {
  const { metadata = new Metadata(), ...callOptions } = options;
  const answered = createGate<Res>();
  const call = client.makeUnaryRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    metadata,
    callOptions,
    (error, response) => {
      if (error === null) answered.open(response as Res);
      else answered.fail(statusErrorOf(error));
    },
  );
  return { call, response: answered.opened };
}

export function callServerStream<Req, Res>(
  client: Client,
  method: MethodDefinition<Req, Res>,
  request: Req,
  options: CallOptions = {},
): ClientReadableStream<Res> {
  return client.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    options,
  );
}

export function callClientStream<Req, Res>(
  client: Client,
  method: MethodDefinition<Req, Res>,
  options: CallOptions = {},
): { call: ClientWritableStream<Req>; response: Promise<Res> } {
  const answered = createGate<Res>();
  const call = client.makeClientStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    options,
    (error, response) => {
      if (error === null) answered.open(response as Res);
      else answered.fail(statusErrorOf(error));
    },
  );
  return { call, response: answered.opened };
}

export function callBidi<Req, Res>(
  client: Client,
  method: MethodDefinition<Req, Res>,
  options: CallOptions = {},
): ClientDuplexStream<Req, Res> {
  return client.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    options,
  );
}

/** All messages of a stream, and what it ended with: undefined for OK. */
export async function collect<Res>(
  stream: ClientReadableStream<Res>,
): Promise<{ messages: Res[]; error: StatusError | undefined }> {
  const messages: Res[] = [];
  stream.on('data', (message: Res) => messages.push(message));
  return { messages, error: await endOf(stream) };
}

/** What a stream ends with: undefined for OK. */
export function endOf(stream: ClientReadableStream<unknown>): Promise<StatusError | undefined> {
  return new Promise((resolve) => {
    stream.on('error', (error: Parameters<typeof statusErrorOf>[0]) =>
      resolve(statusErrorOf(error)),
    );
    stream.on('end', () => resolve(undefined));
  });
}

function statusErrorOf(error: { code: number; details: string; metadata: Metadata }): StatusError {
  const [details] = error.metadata.get('grpc-status-details-bin');
  return decodeStatus(error.code, error.details, Buffer.isBuffer(details) ? details : undefined);
}
