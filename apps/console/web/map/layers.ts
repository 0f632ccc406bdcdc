// Where each service stands: callers to the left of those they call.

export interface Call {
  readonly from: string;
  readonly to: string;
}

/**
 * The column of each service: the longest way to it from one that nobody calls. A circle of calls
 * is cut where it is first closed.
 */
export function findColumns(
  services: readonly string[],
  calls: readonly Call[],
): Map<string, number> {
  const columns = new Map<string, number>();
  const callers = Map.groupBy(calls, ({ to }) => to);
  const columnOf = (service: string, onTheWay: ReadonlySet<string>): number => {
    const known = columns.get(service);
    if (known !== undefined) return known;
    const way = new Set(onTheWay).add(service);
    const before = (callers.get(service) ?? [])
      .filter(({ from }) => !way.has(from) && services.includes(from))
      .map(({ from }) => columnOf(from, way) + 1);
    const column = Math.max(0, ...before);
    if (onTheWay.size === 0) columns.set(service, column);
    return column;
  };
  for (const service of services) columnOf(service, new Set());
  return columns;
}
