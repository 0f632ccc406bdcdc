// A service of a few lines that speaks the protocol of the real ones: listens on PORT, says so over
// IPC, drains on SIGTERM.
import type { RunningProgram } from '@ballast/program';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Answers every request with its pid, after as many ms as the path says (`/20`).
 *
 * TINY_<NAME> makes it misbehave: `crash` (ends before it listens), `misconfigured` (the same with
 * exit code 78), `deaf` (never drains). A gateway that is `empty` has no products.
 */
export async function startTinyService(
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<RunningProgram> {
  const wish = environment[`TINY_${name.toUpperCase()}`];
  if (wish === 'crash') throw new Error(`${name} does not want to`);
  if (wish === 'misconfigured') {
    console.error('TINY must be kind, got "misconfigured"');
    process.exit(78);
  }
  const products = wish === 'empty' ? [] : [{ sku: 'TINY' }];
  const server = createServer((request, response) => {
    if (request.url === '/v1/products') return void response.end(JSON.stringify({ products }));
    setTimeout(() => response.end(String(process.pid)), Number(request.url?.slice(1)) || 0);
  });
  server.listen(Number(environment['PORT'] ?? 0), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ level: 'info', service: name, port, message: 'listening' }));
  return {
    address: `127.0.0.1:${port}`,
    async drain() {
      if (wish === 'deaf') await delay(60_000);
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
    force: () => server.closeAllConnections(),
  };
}
