import { connection, front } from '../live/stream.ts';
import { formatMs, formatRate, formatShare } from '../format/figures.ts';
import { PlatformStatus } from './platform-status.tsx';
import { pageTitles } from './page-titles.ts';
import type { Page } from './route.ts';
import { linkTo, pages } from './route.ts';
import { PageIcon } from './page-icon.tsx';

/** Always there: where one is, and how the platform is. */
export function Header({ page }: { page: Page }) {
  return (
    <header class="header">
      <a class="brand" href={linkTo('map')}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--accent)" />
          <path d="M5 13h22a11 11 0 0 1-22 0Z" fill="var(--accent-ink)" />
          <path d="M10 18.5h12a6.5 6.5 0 0 1-12 0Z" fill="var(--accent)" />
        </svg>
        <span>Ballast</span>
      </a>
      <nav class="navigation" aria-label="Pages">
        <ul>
          {pages.map((one) => (
            <li key={one}>
              <a href={linkTo(one)} aria-current={one === page ? 'page' : undefined}>
                <PageIcon page={one} />
                <span>{pageTitles[one]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <FrontFigures />
      <PlatformStatus />
    </header>
  );
}

function FrontFigures() {
  const edge = front.value;
  const isKnown = edge !== undefined && connection.value === 'live';
  return (
    <dl class="front-figures" aria-label="What users see, the last ten seconds">
      <div>
        <dt>requests</dt>
        <dd>{formatRate(isKnown ? edge.callsPerSecond : undefined)}</dd>
      </div>
      <div class={isKnown && edge.errorRatio >= 0.01 ? 'tone-bad' : ''}>
        <dt>success</dt>
        <dd>{formatShare(isKnown && edge.p50Ms !== null ? 1 - edge.errorRatio : undefined)}</dd>
      </div>
      <div>
        <dt>p99</dt>
        <dd>{formatMs((isKnown ? edge.p99Ms : null) ?? undefined)}</dd>
      </div>
    </dl>
  );
}
