import { parseArgs } from 'node:util';
import { MeshPolicyError } from './mesh-policy-error.ts';

export const FOLDER = 'k8s/components/istio';

/** What `nx run k8s:mesh-policy` was asked for. */
export interface MeshPolicyOptions {
  readonly help: boolean;
  /** Only say what would change. */
  readonly check: boolean;
  /** A folder with an overlay's own policies, from the root; undefined: those that are published. */
  readonly policies: string | undefined;
  /** Where the files go, from the root. */
  readonly to: string;
}

export const help = `npx nx run k8s:mesh-policy [-- options]

Makes Istio's VirtualServices and DestinationRules of the policy files, protos/ballast/*/v1/*.policy.json,
and a page that says what of them is in the mesh, and what is not.

  --check           write nothing; end with 1 where a file is not what the policies make it
  --policies DIR    <service>.policy.json in there takes the place of the published one: for an overlay
                    that has policies of its own; together with --to
  --to DIR          where the files go (default ${FOLDER})
  -h, --help        this text
`;

/** @throws MeshPolicyError with exit code 64, naming the option, the rule and the value */
export function parseOptions(args: readonly string[]): MeshPolicyOptions {
  const { check, help: asked, policies, to } = parseFlags(args);
  if (policies !== undefined && to === undefined) {
    throw usage(`--policies must come with --to: ${FOLDER} is of the published ones`);
  }
  for (const [option, folder] of Object.entries({ policies, to })) {
    if (
      folder === undefined ||
      (folder !== '' && !folder.startsWith('/') && !folder.includes('..'))
    ) {
      continue;
    }
    throw usage(`--${option} must be a folder of the repository, from its root, got "${folder}"`);
  }
  return { help: asked === true, check: check === true, policies, to: to ?? FOLDER };
}

function parseFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        check: { type: 'boolean' },
        policies: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

const usage = (message: string): MeshPolicyError =>
  new MeshPolicyError(`${message} (--help tells of every option)`, 64);
