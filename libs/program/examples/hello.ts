import { once } from 'node:events';
import { createServer } from 'node:http';
import { loadConfig, port } from '@ballast/config';
import { runProgram } from '@ballast/program';
import type { RunningProgram } from '@ballast/program';

export async function start(environment: NodeJS.ProcessEnv): Promise<RunningProgram> {
  const config = loadConfig(environment, { port: port({ variable: 'PORT', default: 8080 }) });
  const server = createServer((_request, response) => response.end('hello\n'));
  server.listen(config.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    address: typeof address === 'object' ? `127.0.0.1:${address?.port}` : '',
    drain: () => new Promise((resolve) => server.close(() => resolve())),
    force: () => server.closeAllConnections(),
  };
}

if (import.meta.main) await runProgram(start);
