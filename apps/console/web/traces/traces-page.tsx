import { route } from '../shell/route.ts';
import { TraceSearch } from './trace-search.tsx';
import { TraceView } from './trace-view.tsx';

/** One trace where the address names one; otherwise the search. */
export function TracesPage() {
  const { detail } = route.value;
  return detail === '' ? <TraceSearch /> : <TraceView key={detail} traceId={detail} />;
}
