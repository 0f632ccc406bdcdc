import { connection } from '../live/stream.ts';
import { Empty } from '../marks/empty.tsx';

/** Until the first word of the server. */
export function Opening() {
  if (connection.value === 'lost') {
    return (
      <Empty title="The console’s server does not answer" tone="bad">
        <p>
          Is <code>npm start</code> running? This page goes on by itself as soon as it does.
        </p>
      </Empty>
    );
  }
  return (
    <div class="opening" aria-busy="true">
      <p class="visually-hidden">Asking the platform how it is …</p>
      <div class="skeleton" />
      <div class="skeleton skeleton-large" />
      <div class="skeleton" />
    </div>
  );
}
