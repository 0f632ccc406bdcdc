import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type GeneratedFile, MARK } from './files/generated-file.ts';
import { PAGE_MARK } from './files/page.ts';

/** A file that is not what the policies make it. */
export interface StaleFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly kind: 'differs' | 'is missing' | 'is of no policy';
  /** The first line that differs, from 1; undefined where there is none to compare. */
  readonly line: number | undefined;
  readonly wanted: string | undefined;
  readonly found: string | undefined;
}

/** @param folder where the files go, from the root */
export async function findStale(
  root: string,
  folder: string,
  files: readonly GeneratedFile[],
): Promise<StaleFile[]> {
  const compared = await Promise.all(
    files.map(async ({ path, text }): Promise<StaleFile[]> => {
      const place = join(folder, path);
      const blank = { line: undefined, wanted: undefined, found: undefined };
      if (!existsSync(join(root, place))) return [{ path: place, kind: 'is missing', ...blank }];
      const there = await readFile(join(root, place), 'utf8');
      return there === text
        ? []
        : [{ path: place, kind: 'differs', ...firstDifference(text, there) }];
    }),
  );
  const surplus = await findSurplus(root, folder, files);
  return [
    ...compared.flat(),
    ...surplus.map((path): StaleFile => {
      return {
        path,
        kind: 'is of no policy',
        line: undefined,
        wanted: undefined,
        found: undefined,
      };
    }),
  ];
}

function firstDifference(
  wanted: string,
  found: string,
): Pick<StaleFile, 'line' | 'wanted' | 'found'> {
  const [ours, theirs] = [wanted.split('\n'), found.split('\n')];
  const most = Math.max(ours.length, theirs.length);
  const index = Array.from({ length: most }).findIndex((_, at) => ours[at] !== theirs[at]);
  return { line: index + 1, wanted: ours[index], found: theirs[index] };
}

/** Files that were generated once, of a service that is no more. */
async function findSurplus(
  root: string,
  folder: string,
  files: readonly GeneratedFile[],
): Promise<string[]> {
  if (!existsSync(join(root, folder))) return [];
  const wanted = new Set(files.map(({ path }) => path));
  const paths = await readdir(join(root, folder), { recursive: true });
  const candidates = paths
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(?:yaml|md)$/.test(path) && !wanted.has(path))
    .sort();
  const found = await Promise.all(
    candidates.map(async (path) => {
      const text = await readFile(join(root, folder, path), 'utf8');
      return text.startsWith(MARK) || text.startsWith(PAGE_MARK) ? [join(folder, path)] : [];
    }),
  );
  return found.flat();
}

/** Makes them what they should be, and returns what it changed. */
export async function writeFiles(
  root: string,
  folder: string,
  files: readonly GeneratedFile[],
): Promise<StaleFile[]> {
  const stale = await findStale(root, folder, files);
  for (const { path, kind } of stale) {
    if (kind === 'is of no policy') await rm(join(root, path));
  }
  for (const { path, text } of files) {
    if (!stale.some((each) => each.path === join(folder, path))) continue;
    const place = join(root, folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
  }
  return stale;
}

/** One line: what is wrong, and what makes it right. */
export function describeStale({ path, kind, line, wanted, found }: StaleFile): string {
  const difference =
    line === undefined
      ? ''
      : ` in line ${line}: ${quote(wanted)} is what the policies make of it, got ${quote(found)}`;
  const cure = kind === 'is of no policy' ? 'takes it away' : 'writes it anew';
  return `${path}: ${kind}${difference} (npx nx run k8s:mesh-policy ${cure})`;
}

const quote = (text: string | undefined): string =>
  text === undefined ? 'nothing' : JSON.stringify(shorten(text.trim()));

/** A row of the page is as long as a paragraph. */
const shorten = (text: string): string => (text.length > 90 ? `${text.slice(0, 90)}…` : text);
