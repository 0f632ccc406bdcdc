// What the tests prove of traces and metrics that reach somebody, as a table: tests that need a receiver
// of somebody else's, or long, are passed over where it is missing and so must be seen to have run.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Table } from './table.ts';

const root = join(import.meta.dirname, '../../..');
const common = join(root, 'vitest.config.ts');

interface Proof {
  readonly what: string;
  readonly project: string;
  readonly config: string;
  readonly files: readonly string[];
}

const findProofs = (): readonly Proof[] => [
  {
    what: 'continuity, three tiers in one process',
    ...{ project: 'tools/checks', config: common, files: ['continuity'] },
  },
  {
    what: 'three tiers in one process',
    ...{ project: 'tools/checks', config: common, files: ['span-trees'] },
  },
  {
    what: 'Jaeger 2',
    ...{ project: 'libs/telemetry', config: common, files: ['jaeger'] },
  },
  {
    what: `Prometheus ${versionOf('prometheus', ['--version'])}, on what npm start runs`,
    ...{ project: 'apps/e2e', config: 'vitest.config.ts', files: ['suites/prometheus.suite.ts'] },
  },
];

export const observability: Benchmark = {
  name: 'observability',
  title: 'spans of 10 000 calls joined; real receivers, where the PATH has them',
  async run(progress): Promise<readonly Table[]> {
    const rows: (string | number)[][] = [];
    for (const proof of findProofs()) {
      for (const { title, status, duration, meta } of await prove(proof)) {
        const took = status === 'passed' ? ((duration ?? 0) / 1000).toFixed(1) : '';
        const outcome = status === 'passed' ? 'yes' : status === 'failed' ? 'no' : 'passed over';
        rows.push([proof.what, title, outcome, took, meta?.measured ?? '']);
        progress(`${outcome}: ${title}`);
      }
    }
    return [
      {
        title: 'What is told is received, and hangs together',
        method:
          'Each line is a test, run as the suites run it. A receiver that is not on the PATH is passed over.',
        columns: ['against', 'what must be so', 'is so', 'seconds', 'measured'],
        rows,
      },
    ];
  },
};

/** As vitest reports it. */
interface Result {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo';
  readonly duration?: number;
  readonly meta?: { readonly measured?: string };
}

async function prove({ project, config, files }: Proof): Promise<readonly Result[]> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-proofs-'));
  const report = join(directory, 'report.json');
  try {
    const vitest = spawn(
      process.execPath,
      [
        ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files, '--config', config],
        ...['--reporter=json', `--outputFile=${report}`],
      ],
      {
        cwd: join(root, project),
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, BALLAST_TESTS: 'full' },
      },
    );
    await once(vitest, 'exit');
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
      testResults: { assertionResults: Result[] }[];
    };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `2.42.0`; nothing where it is not there. */
function versionOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[0] ?? '(not here)';
}
