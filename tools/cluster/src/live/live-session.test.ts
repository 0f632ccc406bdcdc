import { EventEmitter, once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSession, type LiveSession } from './live-session.ts';

let root: string;
let session: LiveSession;
const said = new EventEmitter();

/** Stands for kubectl and its cluster: two pods, whose volumes are folders. */
const kubectl = `#!/bin/sh
case $1 in
  get) printf '%s\\n' 'shop-1|shop|Running||live' 'shop-2|shop|Running||live' 'db-0|db|Running||data'
    case $* in *--watch) exec sleep 600 ;; esac ;;
  exec) BALLAST_LIVE=$ROOT/pods/$3; export BALLAST_LIVE; shift 4; exec "$@" ;;
esac
`;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const programIn = (pod: string) => readFile(join(root, 'pods', pod, 'main.js'), 'utf8');
const nextLine = async () => String((await once(said, 'line'))[0]);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ballast-session-'));
  await write('kubectl', kubectl.replaceAll('$ROOT', root));
  await chmod(join(root, 'kubectl'), 0o755);
  await write('apps/shop/src/main.ts', `console.log('first');`);
  session = await startSession({
    ...{ root, kubectl: [join(root, 'kubectl')] },
    say: (line) => said.emit('line', line),
  });
});
afterEach(async () => {
  await session[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

test('a change is brought into every pod of its program', async () => {
  const told = nextLine();
  await write('apps/shop/src/main.ts', `console.log('second');`);
  expect(await told).toMatch(/^shop is new in shop-1, shop-2 {2}\d/);
  expect(await programIn('shop-1')).toContain('second');
  expect(await programIn('shop-2')).toContain('second');
  expect(await session.settle('shop')).toMatch(/^shop is new in shop-1, shop-2/);
});

test('a mistake is told, the pods keep what they have, and the next change is brought', async () => {
  const complaint = nextLine();
  await write('apps/shop/src/main.ts', `console.log(;`);
  expect(await complaint).toContain('apps/shop/src/main.ts:1:12');
  await expect(session.settle('shop')).rejects.toThrow('apps/shop/src/main.ts:1:12');
  await expect(programIn('shop-1')).rejects.toThrow('ENOENT');
  const told = nextLine();
  await write('apps/shop/src/main.ts', `console.log('third');`);
  await told;
  expect(await programIn('shop-1')).toContain('third');
});

test('who has seen a change from before the session gets it too', async () => {
  expect(await session.settle('shop')).toMatch(/^shop is new in shop-1, shop-2/);
  expect(await programIn('shop-2')).toContain('first');
});

test('of a program that is not there it is said so', async () => {
  await expect(session.settle('bar')).rejects.toThrow('there is no program bar');
});
