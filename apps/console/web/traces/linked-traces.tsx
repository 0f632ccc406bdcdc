import type { Trace } from '../../src/api.ts';
import { TraceTable } from './trace-table.tsx';

/** What came of it later: a message that was sent after the answer has a trace of its own. */
export function LinkedTraces({ trace }: { trace: Trace }) {
  if (trace.linked.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="linked-title">
      <header>
        <h2 id="linked-title">Before and after it</h2>
      </header>
      <TraceTable traces={trace.linked} />
    </section>
  );
}
