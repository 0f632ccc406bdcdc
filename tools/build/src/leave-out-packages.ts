import { createHash } from 'node:crypto';
import { isBuiltin } from 'node:module';
import { relative } from 'node:path';
import type { Plugin, ResolveOptions } from 'esbuild';

/** Modules of packages that a bundle imports from files beside it: where they are, by those files' names. */
export type LeftOut = Map<string, string>;

/** Marks the question that the plugin itself asks. */
const OWN = Symbol('own');

/**
 * Leaves modules of packages out of a bundle, which then imports each from a file of its own (bundle-packages.ts).
 * They do not change from one build to the next, and are nine tenths of all code.
 *
 * @param found gets the modules, those of earlier builds too
 */
export function leaveOutPackages(root: string, found: LeftOut): Plugin {
  return {
    name: 'leave-out-packages',
    setup({ onResolve, resolve, initialOptions: { external = [] } }) {
      /** By folder and name: what is not of a package is undefined. */
      const known = new Map<string, string | undefined>();
      const find = async (path: string, options: ResolveOptions): Promise<string | undefined> => {
        const key = `${options.resolveDir} ${path}`;
        if (known.has(key)) return known.get(key);
        const { path: place, errors } = await resolve(path, { ...options, pluginData: OWN });
        // Somebody may install it.
        if (errors.length > 0) return undefined;
        const isOfPackage = /[\\/]node_modules[\\/]/.test(place) && !place.endsWith('.json');
        known.set(key, isOfPackage ? place : undefined);
        return known.get(key);
      };
      onResolve({ filter: /^(?:@[a-z]|[a-z])[\w./-]*$/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === OWN || external.includes(path) || isBuiltin(path)) return undefined;
        const { kind, importer, namespace, resolveDir } = from;
        const place = await find(path, { kind, importer, namespace, resolveDir });
        if (place === undefined) return undefined;
        const file = nameFile(path, relative(root, place));
        found.set(file, place);
        return { path: `./${file}`, external: true };
      });
    },
  };
}

/** The same name may be another module for another importer. */
function nameFile(name: string, place: string): string {
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 8);
  return `package-${name.replaceAll(/[^\w.-]/g, '_')}-${hash}.js`;
}
