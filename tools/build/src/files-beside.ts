// Packages that read files beside themselves: in a bundle they would look beside the bundle. So the
// files go with it, to packages/, and the packages are told where. Not by leaving the packages out of
// the bundle: then an image would need npm, and start half as fast.
import { cp, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';
import { findProtos } from './find-protos.ts';

/** What each of them reads: protocols from a folder, or these files. */
const readBeside: Record<string, { readonly protos: string } | { readonly files: string[] }> = {
  '@grpc/grpc-js': { protos: 'proto' },
  '@grpc/grpc-js-xds': { protos: 'deps' },
  '@grpc/reflection': { protos: 'build/proto' },
  'grpc-health-check': { protos: 'proto' },
  'jaeger-client': {
    files: ['dist/src/jaeger-idl/thrift/jaeger.thrift', 'dist/src/thriftrw-idl/agent.thrift'],
  },
  're2-wasm': { files: ['build/wasm/re2.wasm'] },
};

/** They name files that only pino's transports in threads and swagger's defaults would read. */
const readNothing = ['pino', 'thread-stream', '@fastify/swagger'];

/** Defined by {@link bundleDirectoryBanner} in each file of a bundle. */
const directory = 'bundleDirectory';

export const bundleDirectoryBanner = `const ${directory} = import.meta.dirname;`;

/** @throws Error, out of the build, for a package that reads files and is not listed above */
export function takeFilesBeside(nodeModules: string): Plugin {
  return {
    name: 'files-beside',
    setup({ onStart, onLoad, onEnd, initialOptions: { outdir = '' } }) {
      /** The packages, and the names of protocols in their code. */
      const found = new Map<string, Set<string>>();
      onStart(() => found.clear());
      onLoad({ filter: /[\\/]node_modules[\\/].*\.c?js$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const place = relative(nodeModules, path).replaceAll('\\', '/');
        const name = /^(@[^/]+\/)?[^/]+/.exec(place)?.[0] ?? '';
        if (name in readBeside) noteProtos(found, name, text);
        if (readNothing.includes(name) || !/\b__(dir|file)name\b/.test(text)) return undefined;
        if (!(name in readBeside)) {
          return { errors: [{ text: `${name} reads files: list them in files-beside.ts` }] };
        }
        const here = JSON.stringify(`/packages/${dirname(place)}`);
        return { contents: text.replaceAll(/\b__dirname\b/g, `(${directory}+${here})`) };
      });
      onEnd(async ({ errors }) => {
        if (errors.length > 0) return;
        for (const [name, protos] of found) await copyFiles(nodeModules, name, protos, outdir);
      });
    },
  };
}

function noteProtos(found: Map<string, Set<string>>, name: string, text: string): void {
  const protos = found.get(name) ?? new Set();
  for (const [, proto = ''] of text.matchAll(/['"`]([\w./-]+\.proto)['"`]/g)) {
    protos.add(proto.replace(/^(\.*\/)+/, ''));
  }
  found.set(name, protos);
}

async function copyFiles(
  nodeModules: string,
  name: string,
  protos: ReadonlySet<string>,
  outdir: string,
): Promise<void> {
  const beside = readBeside[name]!;
  const copy = (path: string) =>
    cp(join(nodeModules, name, path), join(outdir, 'packages', name, path));
  if ('files' in beside) {
    for (const file of beside.files) await copy(file);
    return;
  }
  const folder = join(nodeModules, name, beside.protos);
  for (const proto of await findProtos(folder, protos)) await copy(join(beside.protos, proto));
}
