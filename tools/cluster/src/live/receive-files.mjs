// Runs in a pod, as `node --input-type=module --eval`: takes files on standard input, again and again,
// until it is closed. One delivery is a line of JSON, a list of `{"path", "bytes"}`, and then the
// contents. It is answered by a line once all of it is in the folder that BALLAST_LIVE names, with the
// last of them last: that is the entry, which `node --watch` looks at, and which it starts anew.
import { Buffer } from 'node:buffer';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const folder = process.env['BALLAST_LIVE'] ?? '/live';
const input = process.stdin[Symbol.asyncIterator]();
/** What has come and is not taken yet. */
let rest = Buffer.alloc(0);

/** False where nothing comes any more. */
async function takeMore() {
  const { value, done } = await input.next();
  if (done) return false;
  rest = Buffer.concat([rest, value]);
  return true;
}

/** @param {number} bytes */
async function take(bytes) {
  while (rest.length < bytes) if (!(await takeMore())) throw new Error('cut off');
  const taken = rest.subarray(0, bytes);
  rest = rest.subarray(bytes);
  return taken;
}

async function takeLine() {
  while (!rest.includes(10)) if (!(await takeMore())) return undefined;
  return (await take(rest.indexOf(10) + 1)).toString('utf8');
}

for (let line = await takeLine(); line !== undefined; line = await takeLine()) {
  /** @type {{ path: string, bytes: number }[]} */
  const files = JSON.parse(line);
  for (const { path, bytes } of files) {
    const file = join(folder, path);
    const contents = await take(bytes);
    await mkdir(dirname(file), { recursive: true });
    // Not by a rename: the entry has to stay the file that is watched.
    await writeFile(file, contents);
  }
  process.stdout.write('taken\n');
}
