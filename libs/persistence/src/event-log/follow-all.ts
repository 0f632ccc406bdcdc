import { aborted, type StatusError } from '@ballast/status';
import type { LogEvent } from './event.ts';
import type { TailReader } from './tail-reader.ts';

const MAX_BUFFERED = 1_000;

/** What {@link followAll} hands out: live from `ready` on, whenever it is read. */
export interface Following extends AsyncIterable<LogEvent> {
  readonly ready: Promise<void>;
}

/**
 * The events of all keys of a stream from now on. A reader that falls too far behind is told so
 * with an error: there is no number to go on from across keys. Ends when the signal is aborted.
 */
export function followAll(tail: TailReader, signal: AbortSignal): Following {
  let started: Started | undefined;
  const start = (): Started => (started ??= subscribe(tail, signal));
  return {
    get ready() {
      return start().ready;
    },
    [Symbol.asyncIterator]: () => start().events,
  };
}

interface Started {
  readonly ready: Promise<void>;
  readonly events: AsyncGenerator<LogEvent>;
}

function subscribe(tail: TailReader, signal: AbortSignal): Started {
  let buffer: LogEvent[] = [];
  let failure: StatusError | undefined;
  let rouse: () => void = () => {};
  const fail = (message: string): void => {
    failure ??= aborted(message, { reason: 'EVENTS_MISSED' });
    buffer = [];
    end();
  };
  const { ready, unsubscribe } = tail.subscribe({
    key: undefined,
    receive(event) {
      if (buffer.length === MAX_BUFFERED) {
        fail(`more than ${MAX_BUFFERED} events were waiting: read the state and follow again`);
      } else {
        buffer.push(event);
        rouse();
      }
    },
    resync: () => fail('events may have been lost with a database server: follow again'),
  });
  const end = (): void => {
    unsubscribe();
    signal.removeEventListener('abort', end);
    rouse();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  return { ready, events: iterate() };

  async function* iterate(): AsyncGenerator<LogEvent> {
    try {
      for (;;) {
        for (const event of buffer.splice(0)) {
          if (signal.aborted) return;
          yield event;
        }
        if (failure !== undefined) throw failure;
        if (signal.aborted) return;
        if (buffer.length === 0) await new Promise<void>((resolve) => (rouse = resolve));
      }
    } finally {
      end();
    }
  }
}
