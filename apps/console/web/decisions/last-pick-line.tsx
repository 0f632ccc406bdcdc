import type { EndpointOfClient, LastPick } from '../../src/api.ts';
import { countOf, formatAgo, formatMs } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { describePick } from '../marks/describe-pick.ts';
import { linkTo } from '../shell/route.ts';

interface LastPickLineProps {
  readonly pick: LastPick | null;
  readonly endpoints: readonly EndpointOfClient[];
}

/** Why the last call went where it went. */
export function LastPickLine({ pick, endpoints }: LastPickLineProps) {
  if (pick === null) {
    return (
      <p class="pick muted">
        No call has been traced yet: why the next one goes where it goes will stand here.
      </p>
    );
  }
  const now = endpoints.find(({ address }) => address === pick.address);
  const where = pick.replica === '' ? pick.address : pick.replica;
  return (
    <p class="pick">
      <span class="muted">{formatAgo((snapshot.value?.atMs ?? pick.atMs) - pick.atMs)}</span>{' '}
      <code>{pick.method.split('/').at(-1)}</code> went to <b>{where}</b>:{' '}
      {describePick(pick.reason)}.
      {now !== undefined && now.latencyMs !== null && (
        <>
          {' '}
          It is expected to take {formatMs(now.latencyMs)}, with {countOf(now.inFlight, 'call')}{' '}
          under way.
        </>
      )}{' '}
      <a href={linkTo('traces', pick.traceId)}>Its trace</a>
    </p>
  );
}
