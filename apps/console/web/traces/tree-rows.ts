// The rows of a waterfall: which spans show when some are folded, and where the keyboard goes.
import type { Span } from '../../src/api.ts';

/** How many of the spans that follow are below this one. */
export function countBelow(tree: readonly Span[], index: number): number {
  const depth = tree[index]?.depth ?? 0;
  let end = index + 1;
  while (end < tree.length && (tree[end]?.depth ?? 0) > depth) end += 1;
  return end - index - 1;
}

/** Indices of the spans that show. */
export function findVisible(tree: readonly Span[], folded: ReadonlySet<string>): number[] {
  const visible: number[] = [];
  for (let index = 0; index < tree.length; index += 1) {
    visible.push(index);
    const span = tree[index];
    if (span !== undefined && folded.has(span.spanId)) index += countBelow(tree, index);
  }
  return visible;
}

export function findParent(tree: readonly Span[], index: number): number | undefined {
  const depth = tree[index]?.depth ?? 0;
  for (let before = index - 1; before >= 0; before -= 1) {
    if ((tree[before]?.depth ?? 0) < depth) return before;
  }
  return undefined;
}
