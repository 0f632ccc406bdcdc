import { parseArgs } from 'node:util';

/** Where the suite can run. */
export const targets = ['process', 'local'] as const;
export type Target = (typeof targets)[number];

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  /** Cannot be done; the line says why. */
  | { readonly kind: 'refused'; readonly line: string }
  | {
      readonly kind: 'run';
      readonly target: Target;
      /** Only scenarios whose name contains this; undefined means all. */
      readonly only: string | undefined;
      /** Whole runs one after the other, 1 to 100. */
      readonly repeat: number;
    };

export const help = `npm run e2e -- --target=process|local|cluster [--only=<text>] [--repeat=<n>]

Breaks the platform on purpose and audits its books after each scenario.

  --target=process   all programs in one process
  --target=local     one process for each replica, as npm start runs them
  --target=cluster   the cluster of KUBECONFIG; needs the Kubernetes overlays of a later release
  --only=<text>      only scenarios whose name contains the text, capitals aside
  --repeat=<n>       so many runs one after the other, 1 to 100; default 1
  --help             this text`;

/** Reads the arguments after the program's name. */
export function parseCommand(args: readonly string[]): Command {
  let values: { target?: string; only?: string; repeat?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: args.filter((argument) => argument !== '--'),
      options: {
        target: { type: 'string' },
        only: { type: 'string' },
        repeat: { type: 'string' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  if (values.help === true) return { kind: 'help' };
  if (values.target === 'cluster') {
    return refuse(
      '--target=cluster needs the Kubernetes overlays, which this release does not have',
    );
  }
  const target = targets.find((one) => one === values.target);
  if (target === undefined) {
    return refuse(`--target must be process, local or cluster, ${got(values.target)}`);
  }
  const repeat = /^\d+$/.test(values.repeat ?? '1') ? Number(values.repeat ?? '1') : 0;
  if (repeat < 1 || repeat > 100) {
    return refuse(`--repeat must be a whole number within 1 to 100, ${got(values.repeat)}`);
  }
  if (values.only === '') return refuse('--only must be a part of a name, got ""');
  return { kind: 'run', target, only: values.only, repeat };
}

const refuse = (line: string): Command => ({ kind: 'refused', line: `npm run e2e: ${line}` });

const got = (value: string | undefined) =>
  value === undefined ? 'but is not set' : `got ${JSON.stringify(value)}`;
