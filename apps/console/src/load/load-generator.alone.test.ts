import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gateway, GatewayRequest } from './ask-gateway.ts';
import { LoadGenerator } from './load-generator.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The clock is false here, and so is the gateway: what counts is how often it is asked. */
function createLoad(unwatchedSinceMs: () => number | undefined = () => undefined) {
  const asked: GatewayRequest[] = [];
  const stopped: string[] = [];
  const products = Buffer.from(JSON.stringify({ products: [{ sku: 'TEA' }] }));
  const gateway: Gateway = {
    url: new URL('http://127.0.0.1:1'),
    ask: async (request) => {
      asked.push(request);
      return { status: 200, headers: {}, body: products, durationMs: 1 };
    },
    close: () => undefined,
  };
  const load = new LoadGenerator({
    ...{ gateway, now: Date.now, unwatchedSinceMs, onStopped: (text) => void stopped.push(text) },
  });
  return { load, asked, stopped };
}

describe('the load', () => {
  it('asks as often as it was told to, browsing and ordering', async () => {
    const { load, asked } = createLoad();
    load.set({ perSecond: 50, orderRatio: 0.5 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked.length).toBe(1000);
    const orders = asked.filter(({ method }) => method === 'POST').length;
    expect(orders).toBeGreaterThan(350);
    expect(orders).toBeLessThan(650);
    expect(load.state).toMatchObject({ isRunning: true, sent: 1000, failed: 0, sentPerSecond: 50 });
    load.close();
  });

  it('stops by itself after ten minutes', async () => {
    const { load, stopped } = createLoad();
    load.set({ perSecond: 1 });
    await vi.advanceTimersByTimeAsync(599_000);
    expect(load.state.isRunning).toBe(true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(load.state).toMatchObject({ isRunning: false, stopped: 'time-over', perSecond: 0 });
    expect(stopped).toHaveLength(1);
  });

  it('stops when nobody has looked for a minute', async () => {
    const leftAtMs = Date.now() + 5000;
    const { load, stopped } = createLoad(() => (Date.now() < leftAtMs ? undefined : leftAtMs));
    load.set({ perSecond: 1 });
    await vi.advanceTimersByTimeAsync(64_000);
    expect(load.state.isRunning).toBe(true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(load.state.stopped).toBe('nobody-looks');
    expect(stopped[0]).toContain('nobody has looked');
  });

  it('stops when it is told to, and asks nothing more', async () => {
    const { load, asked } = createLoad();
    load.set({ perSecond: 10 });
    await vi.advanceTimersByTimeAsync(1000);
    load.set({ perSecond: 0 });
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.length).toBe(before);
    expect(load.state.stopped).toBe('asked');
  });
});
