// The last minutes, kept up to date by what is younger: columns grow at their end and lose their
// beginning, all alike. Moments that come again replace what was known of them: the last second is
// not over when it is first heard of.
import type { History } from '../../src/api.ts';

type Column = readonly (number | null)[];
type Row = object;

export const emptyHistory: History = {
  stepMs: 1000,
  atMs: [],
  edges: [],
  endpoints: [],
  breakers: [],
  budgets: [],
  limits: [],
};

/** @param maxMoments what is older is let go */
export function mergeHistory(known: History, news: History, maxMoments = 300): History {
  const [firstMs] = news.atMs;
  if (firstMs === undefined) return known;
  const kept = known.atMs.filter((atMs) => atMs < firstMs);
  const dropped = Math.max(0, kept.length + news.atMs.length - maxMoments);
  const cut = { keptLength: kept.length, newLength: news.atMs.length, dropped };
  return {
    stepMs: 1000,
    atMs: [...kept, ...news.atMs].slice(dropped),
    edges: mergeSeries(known.edges, news.edges, cut),
    endpoints: mergeSeries(known.endpoints, news.endpoints, cut),
    breakers: mergeSeries(known.breakers, news.breakers, cut),
    budgets: mergeSeries(known.budgets, news.budgets, cut),
    limits: mergeSeries(known.limits, news.limits, cut),
  };
}

interface Cut {
  readonly keptLength: number;
  readonly newLength: number;
  readonly dropped: number;
}

function mergeSeries<Series extends Row>(
  known: readonly Series[],
  news: readonly Series[],
  cut: Cut,
): Series[] {
  const left = new Map(news.map((one) => [keyOf(one), one]));
  const merged = known.map((old) => {
    const key = keyOf(old);
    const young = left.get(key);
    left.delete(key);
    return joinColumns(old, old, young, cut);
  });
  for (const young of left.values()) merged.push(joinColumns(young, undefined, young, cut));
  return merged.filter(isHeardOf);
}

function joinColumns<Series extends Row>(
  shape: Series,
  old: Series | undefined,
  young: Series | undefined,
  { keptLength, newLength, dropped }: Cut,
): Series {
  const entries = Object.entries(shape).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    const before = columnOf(old, name)?.slice(0, keptLength) ?? nothing(keptLength);
    const after = columnOf(young, name) ?? nothing(newLength);
    return [name, [...before, ...after].slice(dropped)];
  });
  return Object.fromEntries(entries) as Series;
}

const nothing = (length: number): Column => new Array<null>(length).fill(null);

const columnOf = (series: Row | undefined, name: string) =>
  series && (series as Record<string, Column>)[name];

const keyOf = (series: Row) =>
  JSON.stringify(Object.values(series).filter((value) => !Array.isArray(value)));

/** A series of which nothing is left is let go. */
const isHeardOf = (series: Row) =>
  Object.values(series).some((value) => Array.isArray(value) && value.some((one) => one !== null));
