import type { DriveSetting } from './messages.ts';

/** One client of one participant, and one kind of call. */
export interface Caller extends Disposable {
  /** Resolves with a gRPC status, or `INCOMPLETE`; never rejects. */
  call(criticality: string): Promise<number>;
}

export type CreateCaller = (setting: DriveSetting) => Caller;

/** Of every client that takes part: neither shares a connection with another one. */
export const commonChannelOptions = { 'grpc.use_local_subchannel_pool': 1 };
