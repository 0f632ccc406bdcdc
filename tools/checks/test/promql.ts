// As much of PromQL as says which metrics and labels an expression asks for.

export interface MetricSelector {
  readonly name: string;
  /** Those that its matchers ask for. */
  readonly labels: readonly string[];
}

export interface Aggregation {
  readonly by: readonly string[];
  /** What it aggregates. */
  readonly of: readonly MetricSelector[];
}

const KEYWORDS = ['and', 'or', 'unless', 'by', 'on', 'ignoring', 'bool'];

/** Every metric that an expression names, with the labels that it is chosen by. */
export function findSelectors(expr: string): MetricSelector[] {
  const bare = expr.replaceAll(/\b(?:by|on|ignoring)\s*\([^)]*\)|\[[^\]]*\]/g, ' ');
  // Not what follows `{` or a quote, and no function.
  const found = bare.matchAll(/(?<![\w:"])([a-z][\w:]*)(?:\{([^}]*)\})?(?![\w:]|\s*\()/g);
  return [...found]
    .map(([, name = '', matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }))
    .filter(({ name }) => !KEYWORDS.includes(name));
}

export function findAggregations(expr: string): Aggregation[] {
  return [...expr.matchAll(/\b(?:sum|max|min|avg|count)\s*(?:by\s*\(([^)]*)\)\s*)?\(/g)].map(
    ({ 0: head, 1: by = '', index }) => ({
      by: by.split(',').flatMap((label) => label.trim() || []),
      of: findSelectors(readGroup(expr, index + head.length)),
    }),
  );
}

/** The labels of what comes out: those that an aggregation keeps, or those of the metric itself. */
export function findResultLabels(
  expr: string,
  labelsOf: (metric: string) => readonly string[],
): readonly string[] {
  const [aggregation] = findAggregations(expr);
  const kept = aggregation?.by ?? labelsOf(findSelectors(expr)[0]?.name ?? '');
  return expr.includes('histogram_quantile') ? kept.filter((label) => label !== 'le') : kept;
}

/** What stands from here to the parenthesis that closes. */
function readGroup(expr: string, from: number): string {
  let depth = 1;
  for (let at = from; at < expr.length; at += 1) {
    if (expr[at] === '(') depth += 1;
    if (expr[at] === ')') depth -= 1;
    if (depth === 0) return expr.slice(from, at);
  }
  throw new Error(`a parenthesis is not closed: ${expr}`);
}
