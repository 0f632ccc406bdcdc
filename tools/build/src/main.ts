// `nx build <app>`: dist/apps/<app>/main.js, with source maps and all that it reads.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program.ts';

const app = process.argv[2] ?? '';
const root = join(import.meta.dirname, '../../..');
const entry = join('apps', app, 'src/main.ts');

if (app === '' || !existsSync(join(root, entry))) {
  process.stderr.write(`build: no program at apps/${app}/src/main.ts\n`);
  process.exit(64);
}

await bundleProgram({ root, entry, outdir: join(root, 'dist/apps', app) });
