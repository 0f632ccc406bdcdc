import { renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The file by which the clients of a fleet find it. */
export class EndpointsFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.publish([]);
  }

  /** A gRPC target. */
  get target(): string {
    return pathToFileURL(this.#path).href;
  }

  /** Replaces the file as a whole, so that nobody reads half of it. */
  publish(addresses: readonly string[]): void {
    const endpoints = addresses.map((address) => ({ address }));
    writeFileSync(`${this.#path}.new`, JSON.stringify({ endpoints }));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
