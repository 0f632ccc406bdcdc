import type { BuildOptions } from 'esbuild';
import { bundleDirectoryBanner } from './files-beside.ts';

/** How every bundle is made, whether for an image or for a running pod. */
export const bundling: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // What is imported later is a file of its own, and costs nothing until then: the xDS client is
  // half of all code.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  minifySyntax: true,
  keepNames: true,
  // Optional native speed-up of pg, which is not installed; and the bundler, which the console uses
  // where its pages were not made beforehand.
  external: ['pg-native', 'esbuild'],
  // CommonJS packages inside an ESM bundle still call require() for Node's own modules.
  banner: {
    js: `import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url); ${bundleDirectoryBanner}`,
  },
};
