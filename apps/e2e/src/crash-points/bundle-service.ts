import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../../..');

/**
 * Makes one file of a service, `dist/e2e/<service>.mjs`: it starts in half the time of some hundred
 * files, and there are as many starts as there are crash points.
 */
export async function bundleService(service: 'orders' | 'inventory'): Promise<string> {
  const outfile = join(root, `dist/e2e/${service}.mjs`);
  await build({
    entryPoints: [join(root, 'apps', service, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    logLevel: 'error',
    // They read .proto files beside themselves; and pg tries a native part that is not installed.
    external: ['@grpc/grpc-js', '@grpc/reflection', 'grpc-health-check', 'pg-native'],
    // What was CommonJS asks for Node's own modules with require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}
