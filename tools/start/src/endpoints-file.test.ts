import { findProcessIdentity } from '@ballast/tool-bootstrap/process-identity';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEndpointsFile, type EndpointsFile } from './endpoints-file.ts';

const own = findProcessIdentity(process.pid) ?? '';
let directory: string;
let file: EndpointsFile;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-endpoints-'));
  file = createEndpointsFile(join(directory, 'orders.json'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function addresses(): string[] {
  const content = JSON.parse(readFileSync(file.path, 'utf8')) as {
    endpoints: { address: string }[];
  };
  return content.endpoints.map(({ address }) => address);
}

describe('an endpoints file', () => {
  it('is made empty by the first sweep', async () => {
    await file.sweep();
    expect(readFileSync(file.path, 'utf8')).toBe('{\n  "endpoints": []\n}\n');
  });

  it('lists what was added and not removed, each once', async () => {
    await file.add({ address: '127.0.0.1:1', process: own });
    await file.add({ address: '127.0.0.1:2', process: own });
    await file.add({ address: '127.0.0.1:1', process: own });
    await file.remove('127.0.0.1:3');
    expect(addresses()).toEqual(['127.0.0.1:2', '127.0.0.1:1']);
    await file.remove('127.0.0.1:2');
    expect(addresses()).toEqual(['127.0.0.1:1']);
  });

  it('loses the entries of dead processes at the next change', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const identity = findProcessIdentity(child.pid ?? 0) ?? '';
    await file.add({ address: '127.0.0.1:1', process: identity });
    await file.add({ address: '127.0.0.1:2', process: own });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await file.sweep();
    expect(addresses()).toEqual(['127.0.0.1:2']);
  });

  it('is not written when nothing changes, so that no watcher is woken', async () => {
    await file.add({ address: '127.0.0.1:1', process: own });
    writeFileSync(file.path, `${readFileSync(file.path, 'utf8')} `);
    await file.remove('127.0.0.1:9');
    expect(readFileSync(file.path, 'utf8')).toMatch(/ $/);
  });

  it.each(['', '{', 'null', '{"endpoints":3}', '{"endpoints":[null,{"address":1}]}'])(
    'is written anew where it held %j',
    async (content) => {
      writeFileSync(file.path, content);
      await file.add({ address: '127.0.0.1:1', process: own });
      expect(addresses()).toEqual(['127.0.0.1:1']);
    },
  );

  it('loses nothing to several writers, and readers never see half of it', async () => {
    await file.sweep();
    const kept = ['a:1', 'b:1', 'c:1', 'd:1'];
    const writers = kept.map((address) =>
      fork(join(import.meta.dirname, '../test-programs/join-endpoints.ts'), [file.path, address]),
    );
    const done = Promise.all(writers.map((writer) => once(writer, 'message')));
    let finished = false;
    void done.then(() => (finished = true));
    let reads = 0;
    while (!finished) {
      addresses();
      reads++;
      await new Promise(setImmediate);
    }
    expect(reads).toBeGreaterThan(20);
    expect(addresses().sort()).toEqual(kept);
    expect(readdirSync(directory)).toEqual(['orders.json']);
    for (const writer of writers) writer.kill('SIGKILL');
  });
});
