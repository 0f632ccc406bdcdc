import {
  type InterceptingCall,
  type InterceptingListener,
  Metadata,
  type status,
} from '@grpc/grpc-js';

/** What an InterceptingCall stands on. */
export type CallBelow = ConstructorParameters<typeof InterceptingCall>[0];

/** A call that ends before it begins: no channel, no timer, nothing on the wire. */
export function createRefusedCall(code: status, details: string): CallBelow {
  const none = (): void => undefined;
  return {
    start: (_metadata: Metadata, listener?: Partial<InterceptingListener>) => {
      // Later, as the status of any call: its caller has not returned from `start` yet.
      process.nextTick(() =>
        listener?.onReceiveStatus?.({ code, details, metadata: new Metadata() }),
      );
    },
    cancelWithStatus: none,
    sendMessage: none,
    sendMessageWithContext: none,
    startRead: none,
    halfClose: none,
    getPeer: () => 'none: the call was not sent',
    getAuthContext: () => null,
  };
}
