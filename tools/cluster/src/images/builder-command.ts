import { ClusterError } from '../cluster-error.ts';
import { NotInstalledError, runCommand } from '../run-command.ts';
import type { Delivery } from './delivery.ts';

/**
 * A command of the user's, for machines without Docker: called with the Dockerfile, the tag, the
 * context, `--target=STAGE` where it is not the last stage that is meant, and a NAME=VALUE for each
 * build argument. When it has ended with 0, every node has the image.
 *
 * @param command may have arguments of its own, split at spaces
 */
export function deliverByCommand(command: string): Delivery {
  const [program = '', ...first] = command.trim().split(/\s+/);
  return {
    how: `BALLAST_IMAGE_BUILDER (${command})`,
    // Without a host a name means docker.io, which is asked although the image is there.
    prefix: 'localhost/',
    check: () => Promise.resolve(),
    async deliver(reference, { dockerfile, context, buildArguments, target }) {
      const values = Object.entries(buildArguments).map(([name, value]) => `${name}=${value}`);
      const stage = target === undefined ? [] : [`--target=${target}`];
      try {
        await runCommand(program, [...first, dockerfile, reference, context, ...stage, ...values]);
      } catch (error) {
        if (!(error instanceof NotInstalledError)) throw error;
        throw new ClusterError(
          `BALLAST_IMAGE_BUILDER must be a command that can be run, got ${JSON.stringify(command)}`,
          { cause: error },
        );
      }
    },
  };
}
