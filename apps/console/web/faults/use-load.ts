import { useEffect, useState } from 'preact/hooks';
import type { LoadState } from '../../src/api.ts';
import { describeError, send } from '../live/requests.ts';
import { announce } from '../shell/announcements.ts';

/** A slider says a value for every step that it passes; the one it rests on is meant. */
const REST_MS = 250;
/** Until the next snapshot tells it. */
const TOLD_MS = 1500;

/** What the person wants, until the server has it. */
export function useLoad(told: number): readonly [number, (perSecond: number) => void] {
  const [wanted, want] = useState<number>();
  useEffect(() => {
    if (wanted === undefined) return;
    let forgetting: ReturnType<typeof setTimeout> | undefined;
    const resting = setTimeout(() => {
      send<LoadState>('/api/load', { perSecond: wanted })
        .catch((error: unknown) => announce(describeError(error), 'critical'))
        .finally(() => (forgetting = setTimeout(() => want(undefined), TOLD_MS)));
    }, REST_MS);
    return () => {
      clearTimeout(resting);
      clearTimeout(forgetting);
    };
  }, [wanted]);
  return [wanted ?? told, want];
}
