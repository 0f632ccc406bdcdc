/** Spawns `PROGRAM` with an IPC channel and lets it drain without being asked to wait. */
import { spawn } from 'node:child_process';

const child = spawn(process.execPath, [process.env['PROGRAM'] ?? ''], {
  stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
});
// Written before it is needed: a supervisor that was killed cannot write any more.
child.stdin!.write('drained\n');
