import { useEffect, useState } from 'preact/hooks';
import type { OrderChange, OrderState } from '../../src/api.ts';

export interface Step {
  readonly state: OrderState;
  readonly atMs: number;
  readonly reason: string;
}

/** Its changes as they come; ends with the one after which nothing more can be expected soon. */
export function useOrderSteps(orderId: string | undefined): readonly Step[] {
  const [steps, setSteps] = useState<readonly Step[]>([]);
  useEffect(() => {
    if (orderId === undefined) return;
    const source = new EventSource(`/api/shop/orders/${encodeURIComponent(orderId)}/events`);
    source.addEventListener('state', ({ data }: MessageEvent<string>) => {
      const change = JSON.parse(data) as OrderChange;
      const step = {
        state: change.state,
        atMs: change.occurredAt === undefined ? Date.now() : Date.parse(change.occurredAt),
        reason: change.rejectionReason ?? '',
      };
      setSteps((known) => [...known.filter(({ state }) => state !== step.state), step]);
      if (change.state !== 'PENDING') source.close();
    });
    return () => source.close();
  }, [orderId]);
  return steps;
}
