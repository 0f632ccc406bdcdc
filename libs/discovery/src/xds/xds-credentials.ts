import { ChannelCredentials, type CallCredentials, type ChannelOptions } from '@grpc/grpc-js';
import type { experimental } from '@grpc/grpc-js';
import { findXdsPackage } from './xds-package.ts';

/**
 * TLS as the control plane asks for it (gRFC A29); the given ones where it asks for none. For `xds:`
 * targets only, and for all of those: without them, mutual TLS that is asked for is passed over
 * without a word.
 */
export function createXdsCredentials(fallback: ChannelCredentials): ChannelCredentials {
  return new XdsCredentials(fallback);
}

/** A channel connects when its resolver has spoken, and by then the package is loaded. */
class XdsCredentials extends ChannelCredentials {
  readonly #fallback: ChannelCredentials;
  #inner: ChannelCredentials | undefined;

  constructor(fallback: ChannelCredentials) {
    super();
    this.#fallback = fallback;
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return other instanceof XdsCredentials && this.#fallback._equals(other.#fallback);
  }

  override _createSecureConnector(
    target: experimental.GrpcUri,
    options: ChannelOptions,
    callCredentials?: CallCredentials,
  ): experimental.SecureConnector {
    this.#inner ??= this.#createInner();
    return this.#inner._createSecureConnector(target, options, callCredentials);
  }

  #createInner(): ChannelCredentials {
    const xds = findXdsPackage();
    if (xds === undefined)
      throw new Error('credentials of createXdsCredentials are for xds: targets');
    return new xds.XdsChannelCredentials(this.#fallback);
  }
}
