// `nx build <app>`: one file per app, dist/apps/<app>/main.js with its source map.
// esbuild: the fastest bundler with a stable API; bundling is also what lets workspace
// TypeScript leave the workspace, as Node does not strip types under node_modules.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const app = process.argv[2] ?? '';
const root = join(import.meta.dirname, '../../..');
const entry = join(root, 'apps', app, 'src/main.ts');

if (app === '' || !existsSync(entry)) {
  process.stderr.write(`build: no program at apps/${app}/src/main.ts\n`);
  process.exit(64);
}

await build({
  entryPoints: [entry],
  outfile: join(root, 'dist/apps', app, 'main.js'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: 'linked',
  minifySyntax: true,
  keepNames: true,
  logLevel: 'warning',
  // Optional native speed-up of pg, which is not installed.
  external: ['pg-native'],
  // CommonJS packages inside an ESM bundle still call require() for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
