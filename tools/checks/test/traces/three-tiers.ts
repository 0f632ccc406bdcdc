// A caller, a middle and a leaf, all assembled as programs are, over real connections. The middle passes
// every call on.
import { createClient, type Client, type ChannelSettings } from '@ballast/client';
import { descriptors, InventoryServiceService as inventory } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { implement, startServer, type Handlers, type RunningServer } from '@ballast/server';
import { configureTracing, MetricStore } from '@ballast/tracing';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

export type Stock = Handlers<typeof inventory>;
type StockClient = Client<typeof inventory>;

/** A span with what it is the parent of, oldest first. */
export interface SpanTree {
  readonly span: ReadableSpan;
  readonly children: readonly SpanTree[];
}

export interface ThreeTiers extends AsyncDisposable {
  readonly client: StockClient;
  readonly metrics: MetricStore;
  /** What the leaf does; the middle and the leaf have the same methods. */
  readonly leaf: { -readonly [Method in keyof Stock]: Stock[Method] };
  spans(): readonly ReadableSpan[];
  /** The trees of all spans that have no parent here. */
  trees(): readonly SpanTree[];
  forget(): void;
}

export interface TierOptions {
  /** Of the middle towards the leaf. Default: no policy, so no retries. */
  readonly policy?: ChannelSettings['policy'];
  readonly idempotentMethods?: readonly string[];
  /** Replicas of the leaf. Default 1. */
  readonly leaves?: number;
}

const stock = {
  ...{ sku: 'mug', name: 'A mug', priceCents: 1290n },
  ...{ onHand: 10n, reserved: 1n, available: 9n, version: 1n },
};

export async function startThreeTiers(options: TierOptions = {}): Promise<ThreeTiers> {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const metrics = new MetricStore();
  const restore = configureTracing({ tracer: provider.getTracer('test'), metrics });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => {
    restore();
    trace.disable();
    context.disable();
  });

  const behaviour = createLeaf();
  const leaves: RunningServer[] = [];
  for (let count = 0; count < (options.leaves ?? 1); count += 1) {
    leaves.push(stack.use(await serve(behaviour)));
  }
  const connect = (target: string, { policy, idempotentMethods }: TierOptions) =>
    createClient(inventory, {
      ...{ target, policy, idempotentMethods },
      channelOptions: { 'grpc.use_local_subchannel_pool': 1 },
    });
  const below = stack.use(
    connect(`static:///${leaves.map(({ address }) => address).join(',')}`, options),
  );
  const middle = stack.use(await serve(createMiddle(below)));
  const client = stack.use(connect(`static:///${middle.address}`, {}));
  const resources = stack.move();
  const spans = () => memory.getFinishedSpans();
  return {
    ...{ client, metrics, leaf: behaviour, spans },
    trees: () => growTrees(spans()),
    forget: () => memory.reset(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function createLeaf(): { -readonly [Method in keyof Stock]: Stock[Method] } {
  const none = (): never => {
    throw new Error('not asked for here');
  };
  return {
    getStock: async () => ({ stock }),
    async *watchStock() {
      for (let told = 0; told < 3; told += 1) yield { stock };
    },
    importStock: async (rows) => {
      let imported = 0n;
      for await (const row of rows) imported += row.received;
      return { imported, rejected: 0n, errors: [] };
    },
    async *adjustStock(changes) {
      for await (const change of changes) {
        yield { outcome: { $case: 'adjusted', value: { ...stock, sku: change.sku } } } as never;
      }
    },
    ...{ listStock: none, reserve: none, commit: none, release: none },
  } as Stock;
}

function createMiddle(below: StockClient): Stock {
  return {
    getStock: (request) => below.getStock(request),
    watchStock: (request) => below.watchStock(request),
    importStock: (rows) => below.importStock(rows),
    adjustStock: (changes) => below.adjustStock(changes),
    listStock: (request) => below.listStock(request),
    reserve: (request) => below.reserve(request),
    commit: (request) => below.commit(request),
    release: (request) => below.release(request),
  };
}

function serve(handlers: Stock): Promise<RunningServer> {
  return startServer({
    ...{ address: '127.0.0.1:0', descriptors, logger: silentLogger, drainDelayMs: 0 },
    services: [implement(inventory, { ...bindAll(handlers) })],
  });
}

/** Asked again for every call: a test may change what the leaf does. */
function bindAll(handlers: Stock): Stock {
  const bound = Object.keys(inventory).map((name) => [
    name,
    (...args: unknown[]) =>
      (handlers[name as keyof Stock] as (...given: unknown[]) => unknown)(...args),
  ]);
  return Object.fromEntries(bound) as Stock;
}

export function growTrees(spans: readonly ReadableSpan[]): readonly SpanTree[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanContext }) => parentSpanContext?.spanId ?? '');
  const startOf = ({ startTime: [seconds, nanos] }: ReadableSpan) => seconds * 1e3 + nanos / 1e6;
  const grow = (span: ReadableSpan): SpanTree => ({
    span,
    children: [...(byParent.get(span.spanContext().spanId) ?? [])]
      .sort((a, b) => startOf(a) - startOf(b))
      .map(grow),
  });
  return spans
    .filter(({ parentSpanContext }) => !ids.has(parentSpanContext?.spanId ?? ''))
    .map(grow);
}

/** A tree as lines: `call OK`, `  attempt OK`, `    server OK`, … */
export function drawTree({ span, children }: SpanTree, depth = 0): string[] {
  const role = span.kind === SpanKind.SERVER ? 'server' : String(span.attributes['ballast.role']);
  const outcome = String(span.attributes['rpc.status_code']);
  return [
    `${'  '.repeat(depth)}${role} ${outcome}`,
    ...children.flatMap((child) => drawTree(child, depth + 1)),
  ];
}
