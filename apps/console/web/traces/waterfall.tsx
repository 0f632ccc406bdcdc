import { useRef, useState } from 'preact/hooks';
import type { CriticalSegment, Trace } from '../../src/api.ts';
import { formatMs } from '../format/figures.ts';
import { countBelow, findParent, findVisible } from './tree-rows.ts';
import { SpanRow } from './span-row.tsx';

interface WaterfallProps {
  readonly trace: Trace;
  /** The width of the picture; what begins later stands at its right edge. */
  readonly scaleMs: number;
  readonly critical: ReadonlyMap<string, readonly CriticalSegment[]>;
  readonly chosen: string;
  readonly choose: (spanId: string) => void;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * A treegrid by the ARIA authoring practices: the arrow keys go up and down, fold and unfold, Home
 * and End to the ends; one row is in the tab order.
 */
export function Waterfall({ trace, scaleMs, critical, chosen, choose }: WaterfallProps) {
  const [folded, fold] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLTableSectionElement>(null);
  const { tree } = trace;
  const visible = findVisible(tree, folded);
  const chosenIndex = tree.findIndex(({ spanId }) => spanId === chosen);
  const position = Math.max(0, visible.indexOf(chosenIndex));
  const logs = Map.groupBy(trace.logs, ({ spanId }) => spanId);
  const hues = new Map(trace.services.map((service, index) => [service, (index % 6) + 1]));

  const setFolded = (spanId: string, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(spanId);
    else next.delete(spanId);
    fold(next);
  };

  const goToRow = (index: number | undefined) => {
    const span = index === undefined ? undefined : tree[index];
    if (span === undefined) return;
    choose(span.spanId);
    body.current?.querySelector<HTMLElement>(`[data-span="${span.spanId}"]`)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const index = visible[position];
    const span = index === undefined ? undefined : tree[index];
    if (index === undefined || span === undefined) return;
    const isOpen = countBelow(tree, index) > 0 && !folded.has(span.spanId);
    const moves: Record<string, () => void> = {
      ArrowDown: () => goToRow(visible[position + 1]),
      ArrowUp: () => goToRow(visible[position - 1]),
      Home: () => goToRow(visible[0]),
      End: () => goToRow(visible.at(-1)),
      ArrowRight: () => (isOpen ? goToRow(index + 1) : setFolded(span.spanId, false)),
      ArrowLeft: () => (isOpen ? setFolded(span.spanId, true) : goToRow(findParent(tree, index))),
    };
    const move = moves[event.key];
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move();
  };

  return (
    <div class="table-box">
      <table
        class="waterfall"
        role="treegrid"
        aria-label="Spans of the trace"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">
              <span class="visually-hidden">When, of {formatMs(scaleMs)}</span>
              <span class="ticks" aria-hidden="true">
                {TICKS.map((tick) => (
                  <span key={tick} style={{ left: `${tick * 100}%` }}>
                    {formatMs(scaleMs * tick)}
                  </span>
                ))}
              </span>
            </th>
            <th scope="col" class="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {visible.map((index, place) => {
            const span = tree[index]!;
            const below = countBelow(tree, index);
            return (
              <SpanRow
                key={span.spanId}
                span={span}
                traceMs={scaleMs}
                hue={hues.get(span.service) ?? 1}
                logs={logs.get(span.spanId) ?? []}
                critical={critical.get(span.spanId) ?? []}
                below={below}
                isFolded={folded.has(span.spanId)}
                isChosen={place === position}
                choose={() => choose(span.spanId)}
                toggle={() => setFolded(span.spanId, !folded.has(span.spanId))}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
