import type { LastPick } from '../../src/api.ts';
import { formatAgo } from '../format/figures.ts';
import { snapshot } from '../live/stream.ts';
import { linkTo } from '../shell/route.ts';

/** Why the last call went where it went. */
export function LastPickLine({ pick }: { pick: LastPick | null }) {
  if (pick === null) {
    return (
      <p class="pick muted">
        No call has been traced yet: why the next one goes where it goes will stand here.
      </p>
    );
  }
  const where = pick.replica === '' ? pick.address : pick.replica;
  return (
    <p class="pick">
      <span class="muted">{formatAgo((snapshot.value?.atMs ?? pick.atMs) - pick.atMs)}</span>{' '}
      <code>{pick.method.split('/').at(-1)}</code> went to <b>{where}</b>: {pick.reason}{' '}
      <a href={linkTo('traces', pick.traceId)}>Its trace</a>
    </p>
  );
}
