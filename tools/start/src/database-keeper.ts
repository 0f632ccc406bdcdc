// Runs the database of a data directory for as long as anybody is connected to its socket:
//
//   node database-keeper.ts <data directory> [--port N] [--fresh]
//
// It is a process of its own because the database belongs to programs that come and go (`npm start`,
// each `nx serve`). A connection is the count of who is there: the kernel closes it however they end.
import { parseArgs } from 'node:util';
import { keepDatabase } from './keep-database.ts';

// A signal sent to a whole group or tree of processes is not meant for what others still use. It only
// ends a keeper that has no user: one that was started while another one already came up.
const unused = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => unused.abort());
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, fresh: { type: 'boolean' } },
});
await keepDatabase({
  unused: unused.signal,
  dataDirectory: positionals[0] ?? '.ballast',
  port: Number(values.port ?? 0),
  fresh: values.fresh ?? false,
});
// Whatever still holds the event loop, all is stopped.
process.exit();
