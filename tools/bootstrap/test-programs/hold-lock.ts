// Takes the lock named by its first argument, adds one to the number in the file named by its second
// by reading, waiting and writing, then gives the lock back: as many times as its third says. Killed
// while it holds the lock, it leaves the lock behind.
import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { lock } from '../src/lock-file.mjs';

const [lockPath = '', counterPath = '', times = '1'] = process.argv.slice(2);
process.send?.('begun');
for (let turn = 0; turn < Number(times); turn++) {
  const taken = await lock(lockPath, { pollMs: 1 });
  const count = Number(readFileSync(counterPath, 'utf8'));
  await setImmediate();
  writeFileSync(counterPath, String(count + 1));
  taken.release();
}
process.disconnect?.();
