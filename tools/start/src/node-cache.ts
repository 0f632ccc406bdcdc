import { join } from 'node:path';

/** Lets Node keep compiled code between starts: half the time of a start is compiling. */
export function nodeCacheEnvironment(dataDirectory: string): Record<string, string> {
  return {
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(dataDirectory, 'compile-cache'),
  };
}
