// Takes the lock named by its argument, says so, and never gives it back.
import { lock } from '../src/lock-file.mjs';

await lock(process.argv[2] ?? '');
process.send?.('taken');
