import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { DecisionsPage } from '../decisions/decisions-page.tsx';
import { FaultsPage } from '../faults/faults-page.tsx';
import { connection, snapshot } from '../live/stream.ts';
import { MapPage } from '../map/map-page.tsx';
import { ShopPage } from '../shop/shop-page.tsx';
import { TracesPage } from '../traces/traces-page.tsx';
import { Announcer } from './announcer.tsx';
import { ErrorEdge } from './error-edge.tsx';
import { Header } from './header.tsx';
import { pageTitles } from './page-titles.ts';
import type { Page } from './route.ts';
import { route } from './route.ts';
import { Opening } from './opening.tsx';

const bodies: Record<Page, () => JSX.Element> = {
  map: MapPage,
  traces: TracesPage,
  decisions: DecisionsPage,
  faults: FaultsPage,
  shop: ShopPage,
};

export function App() {
  const { page, detail } = route.value;
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const Body = bodies[page];

  useEffect(() => {
    document.title = `${pageTitles[page]} · Ballast`;
    // After a change of page a screen reader and the keyboard start at its top, not at the link.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    if (!isFirst.current) scrollTo(0, 0);
    isFirst.current = false;
  }, [page, detail]);

  return (
    <>
      <a class="skip-link" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the page
      </a>
      <Header page={page} />
      <main id="main" ref={main} tabIndex={-1} data-page={page} class={`is-${connection.value}`}>
        {snapshot.value === null ? (
          <Opening />
        ) : (
          <ErrorEdge key={page}>
            <Body />
          </ErrorEdge>
        )}
      </main>
      <Announcer />
    </>
  );
}

function skip(event: Event, target: HTMLElement | null): void {
  // A jump to `#main` would be taken for another page.
  event.preventDefault();
  target?.focus();
}
