import type { Decisions } from '../api/decisions.ts';
import type { Edge, Replica, ServiceMap } from '../api/map.ts';
import type { Alert } from '../api/snapshot.ts';

type Trouble = Omit<Alert, 'sinceMs'>;

/** A service fails people from here on. */
const ERROR_RATIO = 0.05;
const LEAST_CALLS_PER_SECOND = 0.5;

/** What is wrong at this moment. */
export function findTroubles(
  map: ServiceMap,
  replicas: readonly Replica[],
  decisions: Decisions,
): Trouble[] {
  return [
    ...map.services.flatMap(({ service, replicas: ids, serving }) =>
      ids.length > 0 && serving === 0
        ? [trouble(`away:${service}`, 'critical', `no replica of ${service} serves`)]
        : [],
    ),
    ...map.edges.flatMap(describeEdge),
    ...replicas.flatMap(describeReplica),
    ...describeBreakers(decisions),
  ];
}

/** Since when each trouble lasts: from the look on that found it first. */
export class AlertKeeper {
  #sinceMs: ReadonlyMap<string, number> = new Map();

  update(troubles: readonly Trouble[], nowMs: number): Alert[] {
    const alerts = troubles.map((each) => ({
      ...each,
      sinceMs: this.#sinceMs.get(each.id) ?? nowMs,
    }));
    this.#sinceMs = new Map(alerts.map(({ id, sinceMs }) => [id, sinceMs]));
    return alerts.sort(
      (one, other) =>
        Number(other.severity === 'critical') - Number(one.severity === 'critical') ||
        one.sinceMs - other.sinceMs,
    );
  }
}

function describeEdge({ from, to, errorRatio, callsPerSecond }: Edge): Trouble[] {
  if (callsPerSecond < LEAST_CALLS_PER_SECOND || errorRatio < ERROR_RATIO) return [];
  const percent = Math.round(errorRatio * 100);
  return from === 'browser'
    ? [trouble(`errors:${to}`, 'critical', `${percent} % of requests to ${to} fail`)]
    : [
        trouble(
          `errors:${from}:${to}`,
          'warning',
          `${percent} % of calls from ${from} to ${to} fail`,
        ),
      ];
}

function describeReplica({ id, state, isSlow, ejectedBy, faults }: Replica): Trouble[] {
  const about = (key: string, severity: Alert['severity'], text: string): Trouble => ({
    ...trouble(`${key}:${id}`, severity, `${id} ${text}`),
    replica: id,
  });
  return [
    ...(state === 'paused' ? [about('paused', 'critical', 'is paused')] : []),
    ...(state === 'waiting'
      ? [about('ended', 'critical', 'has ended and waits to be started')]
      : []),
    ...(state === 'unreachable' ? [about('silent', 'critical', 'does not answer')] : []),
    ...(ejectedBy.length > 0
      ? [about('ejected', 'warning', `is left alone by ${ejectedBy.join(', ')}`)]
      : []),
    ...(isSlow ? [about('slow', 'warning', 'is much slower than its peers')] : []),
    ...(faults.length > 0 ? [about('faulty', 'warning', `has faults: ${faults.join(', ')}`)] : []),
  ];
}

function describeBreakers({ breakers }: Decisions): Trouble[] {
  const open = breakers.filter(({ phase }) => phase !== 'closed');
  return open.map(({ replica, method, phase }) => ({
    ...trouble(
      `breaker:${replica}:${method}`,
      phase === 'half-open' ? 'warning' : 'critical',
      `${replica}: the breaker of ${method.slice(method.lastIndexOf('.') + 1)} is ${phase}`,
    ),
    replica,
  }));
}

function trouble(id: string, severity: Alert['severity'], text: string): Trouble {
  return { id, severity, text };
}
