import { useState } from 'preact/hooks';
import { announce } from '../shell/announcements.ts';
import { describeError } from './requests.ts';

/** A button's work: one at a time, and what came of it is said. */
export function useAction(): {
  readonly isBusy: boolean;
  readonly run: (work: () => Promise<{ readonly text?: string } | void>) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const run = (work: () => Promise<{ readonly text?: string } | void>) => {
    if (isBusy) return;
    setBusy(true);
    work()
      .then((done) => {
        if (done?.text !== undefined) announce(done.text, 'info');
      })
      .catch((error: unknown) => announce(describeError(error), 'critical'))
      .finally(() => setBusy(false));
  };
  return { isBusy, run };
}
