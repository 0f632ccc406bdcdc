// A launcher for tests to kill: `node run-postgres.ts <directory>`. Ends the server on SIGTERM; on
// a line "leave" from its standard input it ends without having stopped it.
import { isEmbeddedPostgresError, startEmbeddedPostgres } from '../src/embedded/index.ts';

try {
  const [directory = ''] = process.argv.slice(2);
  const server = await startEmbeddedPostgres({ directory, durable: false });
  process.once('SIGTERM', () => {
    void server.stop().then(() => process.exit(0));
  });
  process.stdin.once('data', () => process.exit(3));
  say({ url: server.url, pid: server.pid, adopted: server.adopted });
} catch (error) {
  if (!isEmbeddedPostgresError(error)) throw error;
  say({ error: error.message });
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
