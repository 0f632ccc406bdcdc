import type { History } from '../../src/api.ts';

/** The moments before anything was known would squeeze the rest to the right. */
export function trimHistory(history: History, minMoments = 60): History {
  const known = [history.endpoints, history.limits, history.budgets].flat();
  const first = history.atMs.findIndex((_, index) => known.some((one) => isKnownAt(one, index)));
  const cut = Math.min(first === -1 ? Infinity : first, history.atMs.length - minMoments);
  if (cut <= 0) return history;
  const shorten = <Series extends object>(series: readonly Series[]) =>
    series.map((one) => cutColumns(one, cut));
  return {
    stepMs: history.stepMs,
    atMs: history.atMs.slice(cut),
    edges: shorten(history.edges),
    endpoints: shorten(history.endpoints),
    breakers: shorten(history.breakers),
    budgets: shorten(history.budgets),
    limits: shorten(history.limits),
  };
}

const isKnownAt = (series: object, index: number) =>
  Object.values(series).some((column) => Array.isArray(column) && column[index] !== null);

function cutColumns<Series extends object>(series: Series, cut: number): Series {
  const entries = Object.entries(series).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.slice(cut) : value,
  ]);
  return Object.fromEntries(entries) as Series;
}
