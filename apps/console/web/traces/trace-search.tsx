import { useState } from 'preact/hooks';
import type { TraceList } from '../../src/api.ts';
import { formatCount } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty } from '../marks/empty.tsx';
import { linkTo } from '../shell/route.ts';
import { currentFilter, searchPath } from './trace-filter.ts';
import { TraceFilterForm } from './trace-filter-form.tsx';
import { TraceTable } from './trace-table.tsx';

const LIMIT = 100;

/** All traces that match, the youngest first; new ones come in while one watches. */
export function TraceSearch() {
  const [isFollowing, follow] = useState(true);
  const [frozenAtMs, freeze] = useState(0);
  const filter = currentFilter();
  const atMs = snapshot.value?.atMs ?? 0;
  const version = isFollowing ? Math.floor(atMs / 2000) : frozenAtMs;
  const loaded = useLoaded<TraceList>(searchPath(filter, LIMIT), version);
  const list = loaded.state === 'loaded' ? loaded.value : undefined;
  const isNarrowed = Object.keys(filter).length > 0;

  return (
    <div class="stack">
      <div class="page-head">
        <h1>Traces</h1>
        <p>
          Every call of the last minutes: what it waited for, what was tried again, what was logged.
        </p>
      </div>
      <section class="panel" aria-label="Search">
        <TraceFilterForm
          filter={filter}
          services={list?.services ?? []}
          methods={list?.methods ?? []}
        />
      </section>
      <section class="panel" aria-labelledby="found-title" aria-busy={loaded.state === 'loading'}>
        <header>
          <h2 id="found-title">
            {list === undefined ? 'Traces' : `${formatCount(list.matched)} found`}
          </h2>
          <label class="check">
            <input
              type="checkbox"
              checked={isFollowing}
              onChange={(event) => {
                freeze(Math.floor(atMs / 2000));
                follow(event.currentTarget.checked);
              }}
            />
            Show new ones as they come
          </label>
        </header>
        {loaded.state === 'loading' && (
          <div class="inside">
            <div class="skeleton skeleton-large" />
          </div>
        )}
        {loaded.state === 'failed' && (
          <Empty title="The traces cannot be read" tone="bad">
            {loaded.why}
          </Empty>
        )}
        {list !== undefined && list.traces.length > 0 && <TraceTable traces={list.traces} />}
        {list?.traces.length === 0 && (
          <Empty title={isNarrowed ? 'Nothing matches' : 'No trace yet'}>
            <p>
              {isNarrowed ? (
                <a href={linkTo('traces')}>Take the filter away</a>
              ) : (
                <a href={linkTo('shop')}>Place an order: its trace is here a moment later</a>
              )}
            </p>
          </Empty>
        )}
      </section>
    </div>
  );
}
