// `npm start` with the services of ./repository.
import { join } from 'node:path';
import { runStart } from '../src/run-start.ts';

process.exit(await runStart(process.argv.slice(2), join(import.meta.dirname, 'repository')));
