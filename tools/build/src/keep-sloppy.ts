// ES modules are strict, CommonJS is sloppy unless it says otherwise: what fails in silence in a package
// would throw in a bundle. One package of those we bundle relies on silence.
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** jaeger-client's `error` copies a field `name` onto functions, whose own cannot be written. */
export const keepSloppy: Plugin = {
  name: 'keep-sloppy',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]xtend[\\/]mutable\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      // Says false where an assignment would be ignored, or throw.
      const contents = text.replace(
        'target[key] = source[key]',
        'Reflect.set(target, key, source[key])',
      );
      if (contents === text) return { errors: [{ text: `${path} is not what it was` }] };
      return { contents };
    });
  },
};
