import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * A plugin that is asked once for what it makes of a file. esbuild keeps what it has read itself from
 * one build to the next, but asks plugins for everything anew: half of a rebuild, for packages that
 * do not change meanwhile.
 */
export function rememberLoads(plugin: Plugin): Plugin {
  return {
    name: plugin.name,
    setup: (build) =>
      plugin.setup({
        ...build,
        onLoad(options, load) {
          const known = new Map<string, OnLoadResult | null | undefined>();
          build.onLoad(options, async (file) => {
            if (!known.has(file.path)) known.set(file.path, await load(file));
            return known.get(file.path);
          });
        },
      }),
  };
}
