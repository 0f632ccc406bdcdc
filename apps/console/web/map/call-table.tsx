import type { Edge } from '../../src/api.ts';
import { formatCount, formatMs, formatRate, formatShare } from '../format/figures.ts';
import { Empty } from '../marks/empty.tsx';
import { linkTo } from '../shell/route.ts';
import { FoldTable, number } from '../marks/fold-table.tsx';

/** The lines of the map as a table: for reading figures, and for whoever does not see the picture. */
export function CallTable({ edges }: { edges: readonly Edge[] }) {
  return (
    <section class="panel" aria-labelledby="calls-title">
      <header>
        <h2 id="calls-title">Calls</h2>
      </header>
      {edges.length === 0 ? (
        <Empty title="Nobody has called anybody yet">
          <p>
            <a href={linkTo('shop')}>Place an order</a> or{' '}
            <a href={linkTo('faults')}>start some load</a>.
          </p>
        </Empty>
      ) : (
        <FoldTable
          headings={[
            'From → to',
            number('Calls'),
            number('Failed'),
            number('p50'),
            number('p99'),
            number('Retries'),
            number('Hedges'),
            number('Under way'),
          ]}
        >
          {edges.map((edge) => (
            <CallRow key={`${edge.from} ${edge.to}`} edge={edge} />
          ))}
        </FoldTable>
      )}
    </section>
  );
}

function CallRow({ edge }: { edge: Edge }) {
  const isFailing = edge.errorRatio >= 0.01;
  const from = edge.from === 'browser' ? 'users' : edge.from;
  return (
    <tr>
      <th scope="row" class="whole">
        {from} → <a href={linkTo('traces', '', { service: edge.to })}>{edge.to}</a>
      </th>
      <td class="number" data-label="Calls">
        {formatRate(edge.callsPerSecond)}
      </td>
      <td class={`number ${isFailing ? 'tone-bad in-tone' : ''}`} data-label="Failed">
        {formatShare(edge.errorRatio)}
      </td>
      <td class="number" data-label="p50">
        {formatMs(edge.p50Ms ?? undefined)}
      </td>
      <td class="number" data-label="p99">
        {formatMs(edge.p99Ms ?? undefined)}
      </td>
      <td class="number" data-label="Retries">
        {formatRate(edge.retriesPerSecond)}
      </td>
      <td class="number" data-label="Hedges">
        {formatRate(edge.hedgesPerSecond)}
      </td>
      <td class="number" data-label="Under way">
        {formatCount(edge.inFlight)}
      </td>
    </tr>
  );
}
