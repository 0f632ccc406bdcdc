import { EventEmitter, on } from 'node:events';
import { InventoryServiceService } from '@ballast/contracts';
import type { Stock } from '@ballast/contracts';
import { implement } from '@ballast/server';
import type { Handlers, Implementation } from '@ballast/server';
import { unavailable, unimplemented } from '@ballast/status';

type InventoryHandlers = Handlers<typeof InventoryServiceService>;

/** The read side of an inventory service, in memory. */
export interface FakeInventory {
  readonly implementation: Implementation;
  readonly replace: (handlers: Partial<InventoryHandlers>) => void;
  /** Forgets every change and every replacement. */
  readonly reset: () => void;
  /** Sets what is available of a sku, as one more version of it. */
  readonly change: (sku: string, available: bigint, name?: string) => void;
  /** Ends every open watch as a server does that drains. */
  readonly breakWatches: () => void;
  /** Watches that are open now. */
  readonly watches: () => number;
  /** Emits `watch` when a watch begins or ends. */
  readonly events: EventEmitter;
}

export function createFakeInventory(): FakeInventory {
  const stock = new Map<string, Stock>();
  const events = new EventEmitter().setMaxListeners(0);
  let watches = 0;

  const change: FakeInventory['change'] = (sku, available, name = `A fine ${sku}`) => {
    const version = (stock.get(sku)?.version ?? 0n) + 1n;
    const fields = { onHand: available, reserved: 0n, available, version, priceCents: 450n };
    stock.set(sku, { sku, name, ...fields });
    events.emit('change', sku);
  };
  const fill = (): void => {
    // Versions go on counting, as those of a real sku do.
    for (const sku of stock.keys()) if (sku !== 'mug' && sku !== 'tea') stock.delete(sku);
    change('mug', 10n);
    change('tea', 20n);
  };
  fill();

  const refuse = (): never => {
    throw unimplemented('not in this fake');
  };
  const handlers: InventoryHandlers = {
    getStock: async () => refuse(),
    listStock: async ({ pageSize, pageToken }) => {
      const all = [...stock.values()].sort((left, right) => (left.sku < right.sku ? -1 : 1));
      const from = Number(pageToken);
      const to = from + (pageSize === 0 ? 100 : pageSize);
      return {
        stock: all.slice(from, to),
        nextPageToken: to < all.length ? String(to) : '',
      };
    },
    reserve: async () => refuse(),
    commit: async () => refuse(),
    release: async () => refuse(),
    watchStock: async function* (_request, { signal }) {
      watches += 1;
      events.emit('watch');
      const changes = on(events, 'change', { signal, close: ['break'] });
      try {
        for (const present of stock.values()) yield { stock: present };
        for await (const [sku] of changes) yield { stock: stock.get(sku as string) };
        throw unavailable('draining', { reason: 'SERVER_DRAINING', retryDelayMs: 0 });
      } finally {
        watches -= 1;
        events.emit('watch');
      }
    },
    importStock: async () => refuse(),
    adjustStock: async function* () {
      refuse();
      yield* [];
    },
  };
  const active = { ...handlers };
  const routed = Object.fromEntries(
    Object.keys(handlers).map((name) => [
      name,
      (request: never, context: never) =>
        (active[name as keyof InventoryHandlers] as (...args: never[]) => unknown)(
          request,
          context,
        ),
    ]),
  ) as unknown as InventoryHandlers;
  return {
    implementation: implement(InventoryServiceService, routed),
    replace: (replacements) => void Object.assign(active, replacements),
    reset: () => {
      fill();
      Object.assign(active, handlers);
    },
    change,
    breakWatches: () => void events.emit('break'),
    watches: () => watches,
    events,
  };
}
