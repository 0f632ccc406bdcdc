import type { EndpointOfClient } from '../../src/api.ts';
import { formatCount, formatMs, formatRate, formatShare } from '../format/figures.ts';
import type { Condition } from '../marks/conditions.ts';
import { Empty } from '../marks/empty.tsx';
import { ConditionTag } from '../marks/mark.tsx';
import { FoldTable, number } from '../marks/fold-table.tsx';

/** The places that calls can go to, as the client sees them. */
export function EndpointTable({ endpoints }: { endpoints: readonly EndpointOfClient[] }) {
  if (endpoints.length === 0) {
    return (
      <Empty title="No endpoint" tone="bad">
        <p>Discovery lists none: every call waits or fails.</p>
      </Empty>
    );
  }
  const hasZones = endpoints.some(({ zone }) => zone !== '');
  return (
    <FoldTable
      headings={[
        'Endpoint',
        'State',
        'Share of calls',
        number('Calls'),
        number('Expected latency'),
        number('Under way'),
        number('Failed'),
        number('Weight'),
        ...(hasZones ? ['Zone'] : []),
      ]}
    >
      {endpoints.map((endpoint) => (
        <EndpointRow key={endpoint.address} endpoint={endpoint} hasZones={hasZones} />
      ))}
    </FoldTable>
  );
}

function EndpointRow({ endpoint, hasZones }: { endpoint: EndpointOfClient; hasZones: boolean }) {
  const { replica, address, share, leftAloneBecause, leftAloneMs, failureRatio } = endpoint;
  const condition = judgeEndpoint(endpoint);
  return (
    <tr>
      <th scope="row" class="whole">
        <b class="endpoint-name">{replica === '' ? address : replica}</b>{' '}
        {replica !== '' && <span class="muted">{address}</span>}
      </th>
      <td class="whole">
        <ConditionTag condition={condition} />
        {leftAloneBecause !== '' && (
          <span class="small muted">
            {' '}
            {leftAloneBecause === 'ejected' ? '' : leftAloneBecause}
            {leftAloneMs > 0 && ` for ${formatMs(leftAloneMs)}`}
          </span>
        )}
      </td>
      <td class="wide" data-label="Share of calls">
        <span class="duration">
          <b>{formatShare(share)}</b>
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${share * 100}%` }} />
          </span>
        </span>
      </td>
      <td class="number" data-label="Calls">
        {formatRate(endpoint.callsPerSecond)}
      </td>
      <td class="number" data-label="Expected">
        {formatMs(endpoint.latencyMs ?? undefined)}
      </td>
      <td class="number" data-label="Under way">
        {formatCount(endpoint.inFlight)}
      </td>
      <td class={`number ${failureRatio > 0 ? 'tone-bad in-tone' : ''}`} data-label="Failed">
        {formatShare(failureRatio)}
      </td>
      <td class="number" data-label="Weight">
        {formatCount(endpoint.weight)}
      </td>
      {hasZones && <td data-label="Zone">{endpoint.zone}</td>}
    </tr>
  );
}

function judgeEndpoint({ connectivity, leftAloneBecause }: EndpointOfClient): Condition {
  if (leftAloneBecause !== '') return 'ejected';
  switch (connectivity) {
    case 'ready':
      return 'taken';
    case 'connecting':
      return 'connecting';
    case 'failing':
      return 'unreachable';
    default:
      return connectivity satisfies never;
  }
}
