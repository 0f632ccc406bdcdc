#!/usr/bin/env node
// Runs a TypeScript program of this repository under the Node that the lock file pins, after
// installing what is missing:
//
//   node tools/bootstrap/run.mjs tools/start/src/main.ts [--] [arguments…]
//
// This file alone has to run on any Node, so that an old one is told, not left with a syntax error:
// no dependencies, no static imports, no newer syntax. The machine's Node only installs and starts.
const OLDEST_MAJOR = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  process.stderr.write(
    'ballast needs Node ' +
      OLDEST_MAJOR +
      ' or newer to install itself, and this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ')\n',
  );
  process.exitCode = 1;
} else {
  import('./src/bootstrap.mjs').then((module) => module.bootstrap(process.argv.slice(2)));
}
