import type { Socket } from 'node:net';
import { ChannelCredentials } from '@grpc/grpc-js';
import type { CallCredentials, ChannelOptions, experimental } from '@grpc/grpc-js';

/**
 * Ends connections whose peer accepts TCP and then keeps silent.
 *
 * grpc-js 1.14.7 has no limit for connecting: a subchannel stays CONNECTING until the HTTP/2 SETTINGS
 * of the peer come (transport.ts, `createSession`), and every call of the channel waits for its
 * deadline, for ever. gRPC's connection-backoff.md wants a MIN_CONNECT_TIMEOUT, of which grpc-js
 * knows nothing. The credentials are the one place where a channel lets others at its sockets.
 */
export function limitHandshake(
  credentials: ChannelCredentials,
  timeoutMs: number,
): ChannelCredentials {
  return new HandshakeLimit(credentials, timeoutMs);
}

/** An HTTP/2 connection preface of a server begins with a frame, and a frame with nine octets. */
const FRAME_HEADER_BYTES = 9;

class HandshakeLimit extends ChannelCredentials {
  private readonly inner: ChannelCredentials;
  private readonly timeoutMs: number;

  constructor(inner: ChannelCredentials, timeoutMs: number) {
    super();
    this.inner = inner;
    this.timeoutMs = timeoutMs;
  }

  override compose(callCredentials: CallCredentials): ChannelCredentials {
    return new HandshakeLimit(this.inner.compose(callCredentials), this.timeoutMs);
  }

  override _isSecure(): boolean {
    return this.inner._isSecure();
  }

  override _equals(other: ChannelCredentials): boolean {
    return (
      other instanceof HandshakeLimit &&
      other.timeoutMs === this.timeoutMs &&
      this.inner._equals(other.inner)
    );
  }

  override _createSecureConnector(
    target: experimental.GrpcUri,
    options: ChannelOptions,
    callCredentials?: CallCredentials,
  ): experimental.SecureConnector {
    const connector = this.inner._createSecureConnector(target, options, callCredentials);
    return {
      connect: (socket) => this.connect(socket, connector),
      waitForReady: () => connector.waitForReady(),
      getCallCredentials: () => connector.getCallCredentials(),
      destroy: () => connector.destroy(),
    };
  }

  private async connect(
    socket: Socket,
    connector: experimental.SecureConnector,
  ): Promise<experimental.SecureConnectResult> {
    // Of a TLS socket these will be the octets inside: the TLS handshake alone does not count.
    let countHeardBytes = (): number => 0;
    let secured = socket;
    const limit = setTimeout(() => {
      if (countHeardBytes() >= FRAME_HEADER_BYTES) return;
      secured.destroy(new Error(`the peer was silent in its handshake for ${this.timeoutMs} ms`));
    }, this.timeoutMs).unref();
    socket.once('close', () => clearTimeout(limit));
    const result = await connector.connect(socket);
    secured = result.socket;
    countHeardBytes = () => secured.bytesRead;
    return result;
  }
}
