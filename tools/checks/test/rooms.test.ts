// The house rules that a linter cannot see: sizes, doors, examples, one version of everything.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

// What git tracks, and what it would track: a file counts before it is committed.
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const sources = files.filter((path) => /\.(ts|mjs)$/.test(path) && !path.includes('/gen/'));
const libraries = [
  ...new Set(files.filter((path) => path.startsWith('libs/')).map((path) => path.split('/')[1])),
];
const manifests = files.filter((path) => basename(path) === 'package.json');

const countLines = (path: string) => read(path).split('\n').length - 1;

describe('size', () => {
  const lengths = sources.map(countLines).sort((a, b) => a - b);

  test('the median source file has at most 100 lines', () => {
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(100);
  });

  test('no source file has more than 400 lines', () => {
    expect(sources.filter((path) => countLines(path) > 400)).toEqual([]);
  });
});

test('a test that sets the clocks has a process to itself', () => {
  const shared = sources.filter(
    (path) =>
      path.endsWith('.test.ts') &&
      !path.endsWith('.alone.test.ts') &&
      !path.includes('/regression/') &&
      !path.startsWith('tools/checks/'),
  );
  // What another file left open would wait for ever on a clock that nobody winds.
  expect(shared.filter((path) => read(path).includes('useFakeTimers('))).toEqual([]);
});

test.each(['utils', 'util', 'helpers', 'common', 'types', 'misc'])(
  'no folder or file is called %s',
  (name) => {
    const isNamedSo = (path: string) => path.split('/').some((part) => part.split('.')[0] === name);
    expect(files.filter(isNamedSo)).toEqual([]);
  },
);

describe.each(libraries)('libs/%s', (library) => {
  const folder = `libs/${library}`;
  const own = files.filter((path) => path.startsWith(`${folder}/`));
  const tests = own.filter((path) => path.endsWith('.test.ts'));
  const examples = own.filter(
    (path) =>
      path.startsWith(`${folder}/examples/`) &&
      path.endsWith('.ts') &&
      basename(path) !== 'example.test.ts',
  );

  test('has one door', () => {
    expect(files).toContain(`${folder}/src/index.ts`);
  });

  test('has a README of about one screen', () => {
    expect(countLines(`${folder}/README.md`)).toBeLessThanOrEqual(150);
  });

  test('shows an example in its README that is a file, word for word', () => {
    const readme = read(`${folder}/README.md`);
    expect(examples.filter((path) => readme.includes(read(path).trim()))).not.toEqual([]);
  });

  test.each(examples)('%s is run by a test, or part of one that is', (path) => {
    const isTest = path.endsWith('.test.ts');
    const naming = [...tests, ...examples].filter(
      (one) => one !== path && read(one).includes(basename(path)),
    );
    expect(isTest || naming.length > 0).toBe(true);
  });
});

describe('dependencies', () => {
  const pins = new Map<string, Set<string>>();
  for (const path of manifests) {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      read(path),
    ) as Manifest;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(all)) {
      pins.set(name, (pins.get(name) ?? new Set()).add(version));
    }
  }

  test('every package is pinned exactly', () => {
    const loose = [...pins].filter(([, versions]) => [...versions].some((one) => !/^\d/.test(one)));
    expect(loose).toEqual([]);
  });

  test('no package is asked for in two versions', () => {
    expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
  });

  test('the lock file names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}
