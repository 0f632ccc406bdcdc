import { trace } from '@opentelemetry/api';

/** Lets the trace of this call be found by its order, and tell what became of it. */
export function nameOrder(orderId: string, state?: string): void {
  trace.getActiveSpan()?.setAttributes({
    'ballast.order.id': orderId,
    ...(state === undefined ? {} : { 'ballast.order.state': state }),
  });
}
