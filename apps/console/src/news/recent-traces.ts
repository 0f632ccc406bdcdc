import type { LastPick } from '../api/decisions.ts';
import type { RecentOrder } from '../api/snapshot.ts';
import type { TraceSummary } from '../api/traces.ts';
import type { SpanFacts } from '../window/span-facts.ts';
import type { TraceWindow } from '../window/trace-window.ts';

const MAX_RECENT = 20;
const MAX_PICKS = 2000;

interface Placing {
  readonly orderId: string;
  readonly traceId: string;
  readonly atMs: number;
}

/** The traces that people look for first: of orders and of errors; and each client's last choice. */
export class RecentTraces {
  readonly #placings = new Map<string, Placing>();
  readonly #errors = new Map<string, string>();
  readonly #picks = new Map<string, Omit<LastPick, 'replica'>>();

  /** @param serviceOf the service behind a method */
  record(facts: SpanFacts, serviceOf: (method: string) => string): void {
    const { span, orderId, isError, attempt, source, method } = facts;
    const { traceId } = span;
    if (orderId !== '' && isPlacing(facts)) {
      keep(this.#placings, orderId, { orderId, traceId, atMs: span.startAtMs }, MAX_RECENT);
    }
    if (isError) keep(this.#errors, traceId, traceId, 4 * MAX_RECENT);
    if (attempt === undefined || attempt.address === '') return;
    const pick = {
      ...{ atMs: span.startAtMs, traceId, spanId: span.spanId, method },
      ...{ address: attempt.address, reason: attempt.pickReason },
    };
    keep(this.#picks, `${source.replica}\n${serviceOf(method)}`, pick, MAX_PICKS);
  }

  lastPick(
    replica: string,
    service: string,
    replicaAt: (address: string) => string,
  ): LastPick | null {
    const pick = this.#picks.get(`${replica}\n${service}`);
    return pick === undefined ? null : { ...pick, replica: replicaAt(pick.address) };
  }

  /** Youngest first, as far as their traces are kept. */
  orders(window: TraceWindow): RecentOrder[] {
    return [...this.#placings.values()].reverse().flatMap(({ orderId, traceId, atMs }) => {
      const record = window.find(traceId);
      if (record === undefined) return [];
      const { durationMs, isError, orderState } = record;
      return [
        {
          ...{ orderId, traceId, atMs, durationMs, isError },
          ...(orderState === undefined ? {} : { state: orderState }),
        },
      ];
    });
  }

  /** Youngest first. */
  errors(window: TraceWindow): TraceSummary[] {
    return [...this.#errors.values()]
      .reverse()
      .flatMap((traceId) => {
        const record = window.find(traceId);
        return record?.isError === true ? [record.summarize()] : [];
      })
      .slice(0, MAX_RECENT);
  }
}

/** A span of reading or watching bears the order's id too. */
function isPlacing({ span, method }: SpanFacts): boolean {
  return (
    method.endsWith('/PlaceOrder') ||
    (span.attributes['http.request.method'] === 'POST' &&
      span.attributes['http.route'] === '/v1/orders')
  );
}

/** The youngest last, and no more than so many. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
