// Whoever overloads the kitchen, in a process of its own. Open loop: calls come by their own
// clock (Poisson), however slow the answers are. Told by one message, answers with one.
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { cookPath, tastePath } from './kitchen.ts';

export interface LoadOrder {
  readonly port: number;
  readonly method: 'cook' | 'taste';
  readonly timeoutMs: number;
  readonly lengthMs: number;
  /** Calls that start before this are not counted. */
  readonly warmUpMs: number;
  /** Calls a second of each class; or so many calls at a time, without pause. */
  readonly demand:
    | { readonly kind: 'open'; readonly perSecond: Readonly<Record<string, number>> }
    | { readonly kind: 'closed'; readonly concurrency: number };
}

export interface Tally {
  served: number;
  refused: number;
  failed: number;
}

export interface LoadReport {
  readonly classes: Readonly<Record<string, Tally>>;
  /** Of calls that were served. */
  readonly latenciesMs: readonly number[];
  readonly seconds: number;
}

const asIs = (bytes: Buffer): Buffer => bytes;
const request = Buffer.alloc(200);

async function load(order: LoadOrder): Promise<LoadReport> {
  const client = new Client(`127.0.0.1:${order.port}`, credentials.createInsecure());
  await new Promise((resolve) => client.waitForReady(Date.now() + 5_000, resolve));
  const path = order.method === 'cook' ? cookPath : tastePath;
  const classes: Record<string, Tally> = {};
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const countFromMs = startMs + order.warmUpMs;
  const endMs = startMs + order.lengthMs;

  const call = (criticality: string): Promise<void> => {
    const metadata = new Metadata();
    metadata.set('ballast-criticality', criticality);
    const sentMs = performance.now();
    const options = { deadline: Date.now() + order.timeoutMs };
    return new Promise((resolve) => {
      client.makeUnaryRequest(path, asIs, asIs, request, metadata, options, (error) => {
        resolve();
        if (sentMs < countFromMs) return;
        const tally = (classes[criticality] ??= { served: 0, refused: 0, failed: 0 });
        if (error === null) {
          tally.served += 1;
          latenciesMs.push(performance.now() - sentMs);
        } else if (error.code === status.RESOURCE_EXHAUSTED) tally.refused += 1;
        else tally.failed += 1;
      });
    });
  };

  if (order.demand.kind === 'closed') {
    const work = async () => {
      while (performance.now() < endMs) await call('default');
    };
    await Promise.all(Array.from({ length: order.demand.concurrency }, work));
  } else {
    const calls: Promise<void>[] = [];
    const streams = Object.entries(order.demand.perSecond).map(([criticality, perSecond]) => ({
      criticality,
      gapMs: () => (-Math.log(1 - Math.random()) * 1_000) / perSecond,
      nextMs: startMs,
    }));
    while (performance.now() < endMs) {
      for (const stream of streams) {
        while (stream.nextMs <= performance.now()) {
          calls.push(call(stream.criticality));
          stream.nextMs += stream.gapMs();
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(calls);
  }
  client.close();
  return { classes, latenciesMs, seconds: (order.lengthMs - order.warmUpMs) / 1_000 };
}

process.on(
  'message',
  (order: LoadOrder) => void load(order).then((report) => process.send?.(report)),
);
process.once('disconnect', () => process.exit());
