// A program that answers `hello <pid>` to whoever connects.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { runProgram } from '@ballast/program';

await runProgram(async ({ TINY }) => {
  if (TINY === 'broken') throw new Error('no disk');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(`hello ${process.pid}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    drain: () => (TINY === 'deaf' ? new Promise<never>(() => undefined) : Promise.resolve()),
    force: () => undefined,
  };
});
