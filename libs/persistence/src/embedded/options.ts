import { resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

export interface EmbeddedPostgresOptions {
  /**
   * Where everything lives; created when missing. Relative paths start at the working directory.
   */
  readonly directory: string;
  /**
   * TCP port on 127.0.0.1, 1 to 65535. Default 0: the port this directory had last time if it is
   * free, else a free one. A port that is named and taken is an error.
   */
  readonly port?: number;
  /**
   * Default true: a commit is on disk when it is answered. False (tests only) leaves out every
   * fsync: faster, and a machine that loses power loses the database; a process that is killed
   * loses nothing.
   */
  readonly durable?: boolean;
  /**
   * Told in a few words what takes time just now ("creating the database"). Default: nobody is
   * told.
   */
  readonly onProgress?: (step: string) => void;
}

export type ResolvedEmbeddedPostgresOptions = Required<EmbeddedPostgresOptions>;

export function resolveEmbeddedPostgresOptions(
  options: EmbeddedPostgresOptions,
): ResolvedEmbeddedPostgresOptions {
  const { directory, port = 0, durable = true, onProgress = () => {} } = options;
  if (directory === '')
    throw new EmbeddedPostgresError('embedded.directory must name a directory, got ""');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EmbeddedPostgresError(
      `embedded.port must be an integer within 0..65535, got ${port}`,
    );
  }
  return { directory: resolve(directory), port, durable, onProgress };
}
