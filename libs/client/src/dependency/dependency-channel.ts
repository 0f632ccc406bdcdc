import * as grpc from '@grpc/grpc-js';
import type { Dependency } from './dependency.ts';

/** A channel that takes along what belongs to it when it closes. */
export class DependencyChannel extends grpc.Channel {
  readonly dependency: Dependency;

  constructor(
    target: string,
    credentials: grpc.ChannelCredentials,
    options: grpc.ChannelOptions,
    dependency: Dependency,
  ) {
    super(target, credentials, options);
    this.dependency = dependency;
    dependency.attach(this);
  }

  override close(): void {
    super.close();
    this.dependency.close();
  }
}
