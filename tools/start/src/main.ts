// `npm start`: the whole platform on this machine, as processes; see --help.
import { join } from 'node:path';
import { useCompileCache } from './compile-cache.ts';

const root = join(import.meta.dirname, '../../..');
useCompileCache(root);
const { runStart } = await import('./run-start.ts');
process.exit(await runStart(process.argv.slice(2), root));
