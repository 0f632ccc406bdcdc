// Runs the database of a data directory for as long as anybody is connected to its socket:
//
//   node database-keeper.ts <data directory> [--port N] [--fresh]
//
// It is a process of its own because the database belongs to programs that come and go (`npm start`,
// each `nx serve`). A connection is the count of who is there: the kernel closes it however they end.
import { parseArgs } from 'node:util';
import { keepDatabase } from './keep-database.ts';

// A signal sent to a whole group or tree of processes is not meant for what others still use; those
// who started it leave, and then it ends by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, fresh: { type: 'boolean' } },
});
await keepDatabase({
  dataDirectory: positionals[0] ?? '.ballast',
  port: Number(values.port ?? 0),
  fresh: values.fresh ?? false,
});
// Whatever still holds the event loop, all is stopped.
process.exit();
