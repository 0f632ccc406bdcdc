/** As much of a span as its place in the tree takes. */
export interface TreeSpan {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startMs: number;
}

/** Parents before children, children by their start; with the depth of each. */
export function orderTree<S extends TreeSpan>(
  spans: readonly S[],
): readonly { readonly span: S; readonly depth: number }[] {
  const sorted = [...spans].sort((one, other) => one.startMs - other.startMs);
  const known = new Set(sorted.map(({ spanId }) => spanId));
  const children = Map.groupBy(sorted, ({ parentSpanId }) =>
    known.has(parentSpanId) ? parentSpanId : '',
  );
  const ordered: { span: S; depth: number }[] = [];
  const placed = new Set<S>();
  const place = (parentSpanId: string, depth: number): void => {
    for (const span of children.get(parentSpanId) ?? []) {
      if (placed.has(span)) continue;
      placed.add(span);
      ordered.push({ span, depth });
      if (span.spanId !== '') place(span.spanId, depth + 1);
    }
  };
  place('', 0);
  // Spans that are each other's ancestors have no root; nothing is lost for it.
  for (const span of sorted) if (!placed.has(span)) ordered.push({ span, depth: 0 });
  return ordered;
}
