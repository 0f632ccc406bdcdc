// What is not enforced does not exist: every rule here has a canary in tools/checks/canaries
// that must fail, so a rule that stops working stops the build.
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import vitest from '@vitest/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { libraries, programs } from './tools/plugin/src/layers.mjs';

const layers = (/** @type {string[]} */ ...names) => names.map((name) => `layer:${name}`);

/** What any test may use besides. */
const testPackages = ['vitest', 'fast-check', 'dns-packet'];

/** What each library, and each kind of program, may import of ours and of npm. */
const depConstraints = [
  ...Object.entries(libraries).map(([name, room]) => ({ ...room, sourceTag: `room:${name}` })),
  ...Object.values(programs).map((room) => ({ ...room, sourceTag: `layer:${room.layer}` })),
].map(({ sourceTag, mayImport, npm }) => ({
  sourceTag,
  // Tests may use both leaves; what sources may not is taken back below.
  onlyDependOnLibsWithTags: layers(...mayImport, 'contracts', 'testing'),
  ...(npm && { allowedExternalImports: [...npm, ...testPackages] }),
}));

const programFiles = ['apps/**', 'tools/**', '**/examples/**', '**/bench/**'];
const testFiles = ['**/*.test.ts', '**/test/**', '**/test-programs/**', 'libs/testing/**'];

const testLeaf = { group: ['@ballast/testing'], message: 'Only tests import the test leaf.' };
const contractsLeaf = { group: ['@ballast/contracts'], message: 'A library knows no contract.' };
const apiAlone = {
  group: ['@opentelemetry/*', '!@opentelemetry/api', 'opentracing'],
  message: 'Which SDK there is, if any, is for the program to choose.',
};
const pureDomain = {
  group: ['@grpc/*', 'kysely', 'pg', 'fastify'],
  message: 'The domain is pure.',
};

const restrictImports = (/** @type {string[]} */ files, /** @type {object[]} */ patterns) => ({
  files,
  ignores: testFiles,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  {
    ignores: [
      '**/gen/**',
      'dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.ballast/**',
      'tools/checks/canaries/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended, importX.flatConfigs.typescript],
    plugins: { '@nx': nx, 'import-x': importX },
    languageOptions: {
      // One program for all of it: one for each project would check every library again and again.
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx'] })],
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'import-x/no-cycle': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what the door lets through.' },
      ],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allowCircularSelfDependency: true,
          banTransitiveDependencies: false,
          depConstraints,
        },
      ],
    },
  },
  {
    // What runs in a browser has a program of its own: its globals are not Node's.
    files: ['apps/console/web/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: { project: './apps/console/web/tsconfig.json' },
    },
  },
  { files: programFiles.map((glob) => `${glob}/*.ts`), rules: { 'no-console': 'off' } },
  restrictImports(['{apps,libs,tools}/*/src/**/*.ts'], [testLeaf]),
  restrictImports(['libs/*/src/**/*.ts'], [testLeaf, contractsLeaf]),
  restrictImports(['libs/tracing/src/**/*.ts'], [testLeaf, contractsLeaf, apiAlone]),
  restrictImports(['apps/*/src/domain/**/*.ts'], [testLeaf, pureDomain]),
  {
    files: ['**/*.test.ts'],
    plugins: { vitest },
    rules: {
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
      'vitest/no-conditional-expect': 'error',
      'vitest/no-identical-title': 'error',
    },
  },
);
