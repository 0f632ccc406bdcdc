import { countOf, formatMs, formatTime } from '../format/figures.ts';
import { happenings, snapshot } from '../live/stream.ts';
import { Empty } from '../marks/empty.tsx';
import { HappeningList } from '../shell/platform-status.tsx';
import { linkTo } from '../shell/route.ts';

/** What has happened, and what failed, with the traces that show it. */
export function RecentTrouble() {
  const errors = snapshot.value?.recentErrors ?? [];
  return (
    <div class="side-by-side">
      <section class="panel" aria-labelledby="log-title">
        <header>
          <h2 id="log-title">What has happened</h2>
        </header>
        <div class="inside scrolls" tabIndex={0} role="group" aria-labelledby="log-title">
          <HappeningList happenings={happenings.value} />
        </div>
      </section>
      <section class="panel" aria-labelledby="errors-title">
        <header>
          <h2 id="errors-title">Latest errors</h2>
          <a class="small" href={linkTo('traces', '', { status: 'error' })}>
            All of them
          </a>
        </header>
        {errors.length === 0 ? (
          <Empty title="Nothing has failed" tone="good" />
        ) : (
          <div class="inside scrolls" tabIndex={0} role="group" aria-labelledby="errors-title">
            <ol class="log">
              {errors.map((one) => (
                <li key={one.traceId}>
                  <span>
                    <a href={linkTo('traces', one.traceId)}>{one.name}</a>{' '}
                    <span class="tone-bad in-tone">{one.error ?? 'failed'}</span>
                    <span class="visually-hidden">, {countOf(one.spans, 'span')}</span>
                  </span>
                  <span class="muted">{formatMs(one.durationMs)}</span>
                  <time class="muted">{formatTime(one.startAtMs)}</time>
                </li>
              ))}
            </ol>
          </div>
        )}
      </section>
    </div>
  );
}
