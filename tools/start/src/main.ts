// `npm start`: the whole platform on this machine, as processes; see --help.
import { join } from 'node:path';
import { runStart } from './run-start.ts';

process.exit(await runStart(process.argv.slice(2), join(import.meta.dirname, '../../..')));
