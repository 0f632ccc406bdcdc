// A file in memory whose writers are careless and whose watcher misses events.
import { createFileSource, type FileAccess } from '../src/file/file-source.ts';
import { formatEndpoint, type Endpoint } from '../src/endpoint.ts';
import { describeSet, type FuzzWorld } from './fuzz-source.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** As `watchFile` polls behind the events. */
const pollMs = 1_000;

export function createFileWorld(random: Random, clock: VirtualClock): FuzzWorld {
  const history = new Set<string>();
  let truth: readonly Endpoint[] = [];
  /** What is on the disk; undefined: no such file. */
  let text: string | undefined;
  let onChange: () => void = () => undefined;

  const format = (endpoints: readonly Endpoint[]) =>
    JSON.stringify({
      endpoints: endpoints.map(({ host, port, ...notes }) => ({
        ...{ address: formatEndpoint({ host, port }), ...notes },
      })),
    });
  const create = (): readonly Endpoint[] =>
    Array.from({ length: 8 }, (_, id) => id)
      .filter(() => random.chance(0.4))
      .map((id) => ({
        ...{ host: `10.0.0.${id}`, port: 1 },
        ...(random.chance(0.3) && { zone: random.pick(['a', 'b']), weight: id + 1 }),
      }));
  const write = (next: string | undefined) => {
    text = next;
    if (random.chance(0.8)) onChange();
  };
  const publish = () => {
    truth = create();
    history.add(describeSet(truth));
    write(format(truth));
  };
  const files: FileAccess = {
    async read() {
      const seen = text;
      // Some readings take longer than others, and the file changes meanwhile.
      if (random.chance(0.3)) await new Promise<void>((resolve) => clock.after(20, resolve));
      else await Promise.resolve();
      if (seen === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return seen;
    },
    watch: (_path, listener) => {
      onChange = listener;
      let callOff: () => void;
      const poll = () => {
        callOff = clock.after(pollMs, () => {
          listener();
          poll();
        });
      };
      poll();
      return () => {
        onChange = () => undefined;
        callOff();
      };
    },
  };

  const steps: readonly (readonly [weight: number, kind: string, run: () => void])[] = [
    [20, 'renamed over', publish],
    [
      8,
      'written in two parts',
      () => {
        const next = create();
        const whole = format(next);
        write(whole.slice(0, random.below(whole.length)));
        truth = next;
        history.add(describeSet(truth));
        clock.after(random.next() * 50, () => {
          if (truth === next) write(whole);
        });
      },
    ],
    [3, 'emptied', () => write('')],
    [3, 'removed', () => write(undefined)],
    [
      3,
      'garbage',
      () =>
        write(
          random.pick([
            'null',
            '{"endpoints":{}}',
            '\u0000',
            '[]',
            '{"endpoints":[{"address":"x"}]}',
          ]),
        ),
    ],
    [3, 'written again as it is', () => write(text)],
    [2, 'refresh', () => source.refresh()],
  ];
  const table = steps.flatMap(([weight, ...step]) => Array.from({ length: weight }, () => step));
  const source = createFileSource('/fuzz.json', files);
  return {
    source,
    step: () => {
      const [kind, run] = random.pick(table);
      run();
      return kind;
    },
    heal: publish,
    endpoints: () => truth,
    wasTrue: (told) => history.has(told),
  };
}
