// `await import('…')` of a CommonJS package has its exports by name in Node, which reads them out of its
// code. esbuild gives such an import, where it is a file of its own, the default export alone. So the
// names are asked for here, and each late package gets a module that exports them.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'late-package';

export const nameLateExports: Plugin = {
  name: 'name-late-exports',
  setup({ onResolve, onLoad, initialOptions: { external = [] } }) {
    onResolve({ filter: /^(?:@[a-z]|[a-z])[\w./-]*$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' || external.includes(path)) return undefined;
      return { path, namespace, pluginData: resolveDir };
    });
    onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => {
      const resolveDir = String(pluginData);
      const load = createRequire(join(resolveDir, 'late'));
      const names = Object.keys(load(path) as object);
      const usable = names.filter((name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name));
      const contents = `export { ${usable.join(', ')} } from ${JSON.stringify(path)};`;
      return { contents, resolveDir };
    });
  },
};
