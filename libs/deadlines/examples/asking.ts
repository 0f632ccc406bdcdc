// A service of one method over plain text, so that the example has something to call.
import {
  type CallOptions,
  Client,
  type handleUnaryCall,
  Metadata,
  type requestCallback,
  type Server,
  ServerCredentials,
} from '@grpc/grpc-js';

export type Handler = handleUnaryCall<string, string>;

const toBytes = (text: string): Buffer => Buffer.from(text);
const path = '/example.Asking/Ask';

export const asking = {
  ask: {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: toBytes,
    requestDeserialize: String,
    responseSerialize: toBytes,
    responseDeserialize: String,
  },
} as const;

export class Asking extends Client {
  ask(
    question: string,
    answered: requestCallback<string>,
    metadata = new Metadata(),
    options: CallOptions = {},
  ): void {
    this.makeUnaryRequest(path, toBytes, String, question, metadata, options, answered);
  }
}

export function bind(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
    );
  });
}
