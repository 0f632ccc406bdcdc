// `npx nx serve <app>`: one app with live reload, beside whatever else runs here; see --help.
import { join } from 'node:path';
import { runServe } from './run-serve.ts';

process.exit(await runServe(process.argv.slice(2), join(import.meta.dirname, '../../..')));
