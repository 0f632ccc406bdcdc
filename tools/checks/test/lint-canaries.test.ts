// A rule that no longer bites looks exactly like a clean house. Each canary breaks one rule
// on purpose, as if it stood at the path given, and must be caught.
import { join } from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const boundaries = '@nx/enforce-module-boundaries';
const imports = 'no-restricted-imports';

let eslint: ESLint;

beforeAll(async () => {
  // Without a project graph in its cache the boundary rule passes everything.
  await createProjectGraphAsync();
  eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      files: ['**/canary*.ts'],
      languageOptions: {
        parserOptions: {
          // No program has them.
          project: null,
          projectService: {
            allowDefaultProject: [
              'libs/*/src/canary*.ts',
              'apps/*/src/canary*.ts',
              'apps/*/src/domain/canary*.ts',
            ],
            // One for each place that a rule is about; they cost nothing but their own time.
            maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 16,
          },
        },
      },
    },
  });
});

async function findRules(path: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: join(root, path) });
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  );
}

const use = (name: string) => `import * as it from '${name}';\nexport const used = it;\n`;

const canaries: [name: string, path: string, text: string, rule: string][] = [
  [
    'a mechanism that imports an assembly',
    'libs/discovery/src/canary.ts',
    use('@ballast/client'),
    boundaries,
  ],
  [
    'a mechanism that imports a base library',
    'libs/discovery/src/canary.ts',
    use('@ballast/status'),
    boundaries,
  ],
  [
    'a base library that imports an assembly',
    'libs/config/src/canary.ts',
    use('@ballast/server'),
    boundaries,
  ],
  [
    'a base library that uses grpc-js',
    'libs/status/src/canary.ts',
    use('@grpc/grpc-js'),
    boundaries,
  ],
  [
    'a mechanism that uses a package not on its list',
    'libs/discovery/src/canary.ts',
    use('pino'),
    boundaries,
  ],
  [
    'an assembly that imports another assembly',
    'libs/client/src/canary.ts',
    use('@ballast/persistence'),
    boundaries,
  ],
  [
    'an app that imports an app',
    'apps/gateway/src/canary.ts',
    use('../../orders/src/main.ts'),
    boundaries,
  ],
  [
    'the suite that imports an app',
    'apps/e2e/src/canary.ts',
    use('../../orders/src/main.ts'),
    boundaries,
  ],
  [
    'a library that knows a contract',
    'libs/client/src/canary.ts',
    use('@ballast/contracts'),
    imports,
  ],
  [
    'a source that imports the test leaf',
    'libs/client/src/canary.ts',
    use('@ballast/testing'),
    imports,
  ],
  [
    'tracing that chooses an SDK',
    'libs/tracing/src/canary.ts',
    use('@opentelemetry/sdk-trace-base'),
    imports,
  ],
  ['a domain that speaks gRPC', 'apps/orders/src/domain/canary.ts', use('@grpc/grpc-js'), imports],
  ['a domain that speaks SQL', 'apps/orders/src/domain/canary.ts', use('kysely'), imports],
  ['export *', 'libs/config/src/canary.ts', "export * from 'node:fs';\n", 'no-restricted-syntax'],
  ['console in a library', 'libs/config/src/canary.ts', "console.log('x');\n", 'no-console'],
  [
    'a floating promise',
    'libs/config/src/canary.ts',
    'Promise.resolve();\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a focused test',
    'libs/config/src/canary.test.ts',
    "import { test } from 'vitest';\ntest.only('x', () => {});\n",
    'vitest/no-focused-tests',
  ],
];

test.each(canaries)('lint catches %s', async (_name, path, text, rule) => {
  expect(await findRules(path, text)).toContainEqual(expect.stringContaining(`${rule}:`));
});

test('lint lets through what is allowed', async () => {
  expect(await findRules('libs/client/src/canary.ts', use('@ballast/discovery'))).toEqual([]);
});

test('lint catches an import cycle', async () => {
  const files = new ESLint({
    cwd: root,
    ignore: false,
    overrideConfig: {
      files: ['tools/checks/canaries/*.ts'],
      languageOptions: { parserOptions: { project: null, projectService: true } },
    },
  });
  const [result] = await files.lintFiles(['tools/checks/canaries/cycle-a.ts']);
  expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('import-x/no-cycle');
});
