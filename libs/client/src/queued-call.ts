import type { InterceptedCall, MessageContext } from './channel-call.ts';

/** What a call in progress asks of the one below it once it has begun. */
export type OpenedCall = Pick<
  InterceptedCall,
  'sendMessage' | 'sendMessageWithContext' | 'halfClose' | 'startRead' | 'cancelWithStatus'
>;

/**
 * Stands for a call that waits for its turn (a bulkhead's line): keeps what it is asked, and passes
 * it on in the same order once there is a call.
 */
export class QueuedCall implements OpenedCall {
  private readonly kept: ((call: OpenedCall) => void)[] = [];

  sendMessage(message: unknown): void {
    this.kept.push((call) => call.sendMessage(message));
  }

  sendMessageWithContext(context: MessageContext, message: unknown): void {
    this.kept.push((call) => call.sendMessageWithContext(context, message));
  }

  halfClose(): void {
    this.kept.push((call) => call.halfClose());
  }

  startRead(): void {
    this.kept.push((call) => call.startRead());
  }

  /** Nothing has been sent: there is nobody to tell. */
  cancelWithStatus(): void {
    this.kept.length = 0;
  }

  /** Once, when the turn has come. */
  passOn(call: OpenedCall): void {
    for (const ask of this.kept.splice(0)) ask(call);
  }
}
