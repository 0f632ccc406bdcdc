import { parseArgs } from 'node:util';
import { meshModes, type MeshMode } from './cluster/mesh/mesh-mode.ts';

/** Where the suite can run. */
export const targets = ['process', 'local', 'cluster'] as const;
export type Target = (typeof targets)[number];

export const profiles = ['quick', 'full'] as const;
export type Profile = (typeof profiles)[number];

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
      /** Of a cluster; quick leaves out the cases that take minutes. */
      readonly profile: Profile;
      /** Requests per second of a cluster's steady loads, 1 to 1000. */
      readonly ratePerSecond: number;
      /** How often a case on a cluster that fails is tried again, 0 to 3. */
      readonly retries: number;
      /** Where the platform is on a cluster. */
      readonly namespace: string;
      /** How it was put there: `npm run cluster:up -- --mesh=…`. Undefined: none, and nothing is compared. */
      readonly mesh: MeshMode | undefined;
    };

export const help = `npm run e2e -- --target=process|local|cluster [--only=<text>] [--repeat=<n>]
               [--profile=quick|full] [--rate=<n>] [--retries=<n>] [--mesh=<mode>]
               [--namespace=<name>]

Breaks the platform on purpose and audits its books after each scenario.

  --target=process   all programs in one process
  --target=local     one process for each replica, as npm start runs them
  --target=cluster   what \`npm run cluster:up\` has deployed on the cluster of KUBECONFIG
  --only=<text>      only scenarios whose name contains the text, capitals aside; several between commas
  --repeat=<n>       so many runs one after the other, 1 to 100; default 1
  --profile=<which>  of a cluster: quick (the default), or full with what takes minutes
  --rate=<n>         of a cluster: requests per second while things are done to it, 1 to 1000;
                     default 100, which two cores bear that do nothing else
  --retries=<n>      of a cluster: how often a case that fails is tried again, 0 to 3; default 0. Each
                     failure is told. For a cluster that shares its processors with other work
  --mesh=<mode>      of a cluster: what cluster:up --mesh was given: none, sidecar or proxyless; adds
                     the scenarios that compare them
  --namespace=<name> of a cluster: where the platform is; default ballast
  --help             this text`;

/** Reads the arguments after the program's name. */
export function parseCommand(args: readonly string[]): Command {
  let values: ReturnType<typeof parseFlags>;
  try {
    values = parseFlags(args);
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  if (values.help === true) return { kind: 'help' };
  const target = targets.find((one) => one === values.target);
  if (target === undefined) {
    return refuse(`--target must be process, local or cluster, ${got(values.target)}`);
  }
  const repeat = /^\d+$/.test(values.repeat ?? '1') ? Number(values.repeat ?? '1') : 0;
  if (repeat < 1 || repeat > 100) {
    return refuse(`--repeat must be a whole number within 1 to 100, ${got(values.repeat)}`);
  }
  if (values.only === '') return refuse('--only must be a part of a name, got ""');
  const profile = profiles.find((one) => one === (values.profile ?? 'quick'));
  if (profile === undefined)
    return refuse(`--profile must be quick or full, ${got(values.profile)}`);
  const rateText = values.rate ?? '100';
  const ratePerSecond = /^\d+$/.test(rateText) ? Number(rateText) : 0;
  if (ratePerSecond < 1 || ratePerSecond > 1000) {
    return refuse(`--rate must be a whole number within 1 to 1000, ${got(values.rate)}`);
  }
  const retriesText = values.retries ?? '0';
  if (!/^[0-3]$/.test(retriesText)) {
    return refuse(`--retries must be a whole number within 0 to 3, ${got(values.retries)}`);
  }
  const retries = Number(retriesText);
  const mesh = meshModes.find((one) => one === values.mesh);
  if (mesh !== values.mesh)
    return refuse(`--mesh must be none, sidecar or proxyless, ${got(values.mesh)}`);
  if (mesh !== undefined && target !== 'cluster')
    return refuse(`--mesh=${mesh} needs --target=cluster, ${got(values.target)}`);
  const { only, namespace = 'ballast' } = values;
  if (namespace === '') return refuse('--namespace must be a name, got ""');
  return { kind: 'run', target, only, repeat, profile, ratePerSecond, retries, namespace, mesh };
}

function parseFlags(args: readonly string[]) {
  return parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      target: { type: 'string' },
      only: { type: 'string' },
      repeat: { type: 'string' },
      profile: { type: 'string' },
      rate: { type: 'string' },
      retries: { type: 'string' },
      namespace: { type: 'string' },
      mesh: { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values;
}

const refuse = (line: string): Command => ({ kind: 'refused', line: `npm run e2e: ${line}` });

const got = (value: string | undefined) =>
  value === undefined ? 'but is not set' : `got ${JSON.stringify(value)}`;
