import { alerts } from '../live/stream.ts';
import { AlertList } from '../shell/platform-status.tsx';

/** What is wrong, on top of the map as long as it is. */
export function AlertBanner() {
  if (alerts.value.length === 0) return null;
  const isCritical = alerts.value.some(({ severity }) => severity === 'critical');
  return (
    <section
      class={`alert-banner tone-${isCritical ? 'bad' : 'warn'}`}
      aria-label="What is wrong now"
    >
      <AlertList alerts={alerts.value} />
    </section>
  );
}
