// Infers each project's name, tags and targets from its folder, so that adding a service or
// a library copies nothing. Plain JavaScript: nx loads it before anything is compiled.
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRoom } from './layers.mjs';

const sources = ['default', '^default'];

const commandTarget = (command, options = {}) => ({
  executor: 'nx:run-commands',
  options: { command, cwd: '{workspaceRoot}' },
  ...options,
});

/** A program that is served: it has a main of its own and is not the test suite. */
const isService = (root, workspaceRoot) =>
  root.startsWith('apps/') &&
  root !== 'apps/e2e' &&
  existsSync(join(workspaceRoot, root, 'src/main.ts'));

function inferTargets(root, workspaceRoot) {
  const name = root.split('/')[1];
  const has = (pattern) => globSync(pattern, { cwd: join(workspaceRoot, root) }).length > 0;
  const targets = {
    lint: commandTarget('eslint {projectRoot} --max-warnings=0', {
      cache: true,
      inputs: [
        ...sources,
        '{workspaceRoot}/eslint.config.mjs',
        '{workspaceRoot}/tools/plugin/src/**',
      ],
    }),
  };
  if (has('{src,examples,test,bench}/**/*.ts')) {
    // Pages for a browser are a program of their own.
    const pages = has('web/tsconfig.json') ? ' && tsc -p {projectRoot}/web' : '';
    targets.typecheck = commandTarget(`tsc -p {projectRoot}${pages}`, {
      cache: true,
      inputs: [...sources, '{workspaceRoot}/tsconfig.base.json'],
    });
  }
  if (has('{src,test,web}/**/*.test.ts')) {
    targets.test = commandTarget(
      'vitest run --root {projectRoot} --config ../../vitest.config.ts',
      {
        // The checks read the whole repository, so no list of inputs would be true.
        cache: !['tools/checks', 'tools/k8s-check'].includes(root),
        inputs: [...sources, '{workspaceRoot}/vitest.config.ts', { env: 'BALLAST_TESTS' }],
        outputs: ['{workspaceRoot}/dist/test-results/{projectName}.json'],
      },
    );
  }
  if (isService(root, workspaceRoot)) {
    targets.serve = commandTarget(`node tools/start/src/serve.ts ${name}`, { continuous: true });
    targets.build = commandTarget(`node tools/build/src/main.ts ${name}`, {
      cache: true,
      inputs: sources,
      outputs: ['{workspaceRoot}/dist/{projectRoot}'],
    });
  }
  if (root === 'apps/e2e') {
    targets.e2e = commandTarget('node apps/e2e/src/main.ts --target=local');
  }
  if (root === 'libs/contracts') {
    targets.generate = commandTarget('node tools/generators/src/generate-contracts.ts', {
      cache: true,
      inputs: ['{workspaceRoot}/protos/**', '{workspaceRoot}/tools/generators/src/**'],
      outputs: [
        '{projectRoot}/src/gen',
        '{workspaceRoot}/libs/status/src/gen',
        '{workspaceRoot}/libs/faults/src/gen',
        '{workspaceRoot}/libs/server/src/gen',
      ],
    });
  }
  return targets;
}

export const createNodesV2 = [
  '{apps,libs,tools}/*/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      const folder = root.split('/')[1];
      const { layer } = findRoom(root);
      return [
        file,
        {
          projects: {
            [root]: {
              root,
              name: root.startsWith('tools/') ? `tool-${folder}` : folder,
              projectType: root.startsWith('libs/') ? 'library' : 'application',
              // A tool may have the name of a library, and is not of its room.
              tags: [`layer:${layer}`, `room:${root.startsWith('tools/') ? 'tool' : folder}`],
              targets: inferTargets(root, workspaceRoot),
            },
          },
        },
      ];
    }),
];
