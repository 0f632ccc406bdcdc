import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An endpoints file in a directory of its own. */
export interface EndpointsFile extends AsyncDisposable {
  readonly directory: string;
  readonly path: string;
  /** Renames a new file over it, as writers should. */
  replace(addresses: readonly string[]): Promise<void>;
  /** Writes into the file itself. */
  overwrite(text: string): Promise<void>;
  remove(): Promise<void>;
  /** Removes the whole directory. */
  removeDirectory(): Promise<void>;
  createDirectory(): Promise<void>;
}

export async function createEndpointsFile(addresses?: readonly string[]): Promise<EndpointsFile> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-discovery-'));
  const path = join(directory, 'orders.json');
  const removeDirectory = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const file: EndpointsFile = {
    directory,
    path,
    replace: async (next) => {
      await writeFile(`${path}.new`, formatEndpointsFile(next));
      await rename(`${path}.new`, path);
    },
    overwrite: (text) => writeFile(path, text),
    remove: () => rm(path),
    removeDirectory,
    createDirectory: async () => void (await mkdir(directory)),
    [Symbol.asyncDispose]: removeDirectory,
  };
  if (addresses !== undefined) await file.replace(addresses);
  return file;
}

export function formatEndpointsFile(addresses: readonly string[]): string {
  return JSON.stringify({ endpoints: addresses.map((address) => ({ address })) });
}
