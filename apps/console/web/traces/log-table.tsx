import type { Trace } from '../../src/api.ts';
import { countOf, formatMs } from '../format/figures.ts';
import { FoldTable, number } from '../marks/fold-table.tsx';

interface LogTableProps {
  readonly trace: Trace;
  readonly chosen: string;
  readonly choose: (spanId: string) => void;
}

/** Everything that was logged while the trace ran, in order of time; a line leads to its span. */
export function LogTable({ trace, chosen, choose }: LogTableProps) {
  const lines = trace.logs.toSorted((a, b) => a.atMs - b.atMs);
  const known = new Set(trace.tree.map(({ spanId }) => spanId));
  return (
    <section class="panel" aria-labelledby="logs-title">
      <header>
        <h2 id="logs-title">Logs</h2>
        <p class="muted small">{countOf(lines.length, 'line')}</p>
      </header>
      {lines.length === 0 ? (
        <p class="inside muted small">Nothing was logged.</p>
      ) : (
        <FoldTable
          look="log-table"
          headings={[number('After'), 'Replica', 'Severity', 'Line', 'Span']}
        >
          {lines.map((line, index) => (
            <tr key={index} class={line.spanId !== '' && line.spanId === chosen ? 'is-chosen' : ''}>
              <td class="number">{formatMs(line.atMs)}</td>
              <td>{line.replica === '' ? line.service : line.replica}</td>
              <td>
                <span class={`severity is-${line.severity}`}>{line.severity}</span>
              </td>
              <td class="whole log-text">{line.text}</td>
              <td>
                {known.has(line.spanId) && (
                  <button type="button" class="button small" onClick={() => choose(line.spanId)}>
                    Its span
                  </button>
                )}
              </td>
            </tr>
          ))}
        </FoldTable>
      )}
    </section>
  );
}
