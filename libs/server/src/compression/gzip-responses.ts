import { gzip } from 'node:zlib';
import { ResponderBuilder, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { GzippedMessage } from './gzipped-message.ts';

// Below this, gzip's own header and the work outweigh what is saved.
const minBytes = 1024;

/**
 * Answers with gzip whom asks with gzip, as grpc-go does: a caller that compresses its requests
 * (grpc-js: `grpc.default_compression_algorithm`) can read compressed responses too. The header
 * that says so more generally, `grpc-accept-encoding`, grpc-js removes before anybody sees it.
 * Has to be the innermost interceptor, for calls of which `isGzipped` is true.
 */
export const gzipResponses: ServerInterceptor = (method, call) => {
  const responder = new ResponderBuilder()
    .withSendMetadata((metadata, next) => {
      const withEncoding = metadata.clone();
      withEncoding.set('grpc-encoding', 'gzip');
      next(withEncoding);
    })
    .withSendMessage((message, next) => {
      const bytes = method.responseSerialize(message);
      if (bytes.length < minBytes) {
        next(message);
        return;
      }
      gzip(bytes, (error, zipped) => {
        next(error === null && zipped.length < bytes.length ? new GzippedMessage(zipped) : message);
      });
    })
    .build();
  return new ServerInterceptingCall(call, responder);
};

/** Whether a call's requests are gzip: what the innermost call keeps to itself. */
export function isGzipped(call: unknown): boolean {
  return (call as { readonly incomingEncoding?: unknown }).incomingEncoding === 'gzip';
}
