// `npx nx serve <app>`: one app with live reload, beside whatever else runs here; see --help.
import { join } from 'node:path';
import { useCompileCache } from './compile-cache.ts';

const root = join(import.meta.dirname, '../../..');
useCompileCache(root);
const { runServe } = await import('./run-serve.ts');
process.exit(await runServe(process.argv.slice(2), root));
