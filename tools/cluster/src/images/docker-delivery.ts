import { ClusterError } from '../cluster-error.ts';
import { runCommand } from '../run-command.ts';
import type { Delivery } from './delivery.ts';

/** What follows `docker build`: a program with its arguments; undefined where the nodes have it then. */
export interface Handover {
  readonly how: string;
  readonly prefix: string;
  readonly program?: string;
  readonly argumentsFor?: (reference: string) => readonly string[];
}

/** `docker build`, then whatever brings the image to the nodes. */
export function deliverByDocker({ how, prefix, program, argumentsFor }: Handover): Delivery {
  return {
    how: `docker${how && `, then ${how}`}`,
    prefix,
    async check() {
      try {
        await runCommand('docker', ['version', '--format', '{{.Server.Version}}']);
      } catch (error) {
        throw new ClusterError(
          'nothing here builds images: docker does not answer, and BALLAST_IMAGE_BUILDER names no other builder ' +
            `(docs/deploy.md, "Without Docker"): ${(error as Error).message}`,
          { cause: error },
        );
      }
      if (program !== undefined) await runCommand(program, ['version']);
    },
    async deliver(reference, { dockerfile, context, buildArguments, target }) {
      const values = Object.entries(buildArguments).flatMap(([name, value]) => [
        '--build-arg',
        `${name}=${value}`,
      ]);
      const stage = target === undefined ? [] : ['--target', target];
      const options = ['-q', '-f', dockerfile, '-t', reference, ...stage, ...values];
      await runCommand('docker', ['build', ...options, context]);
      if (program === undefined || argumentsFor === undefined) return;
      await runCommand(program, argumentsFor(reference));
    },
  };
}
