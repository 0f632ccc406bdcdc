import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../platform/free-port.ts';
import { waitUntil } from '../wait-until.ts';

const rulesDirectory = join(import.meta.dirname, '../../../../k8s/components/observability/rules');

/** Whether there is a `prometheus` on the PATH. */
export const hasPrometheus = (): boolean =>
  spawnSync('prometheus', ['--version'], { stdio: 'ignore' }).status === 0;

/** Where one replica can be scraped. */
export interface ScrapeTarget {
  readonly service: string;
  /** `http://127.0.0.1:port/metrics` */
  readonly url: string;
}

export interface SeenTarget {
  readonly labels: { readonly job: string };
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

export interface SeenRule {
  readonly type: 'recording' | 'alerting';
  readonly name: string;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

/** A real one, with the product's own rules. */
export interface Prometheus extends AsyncDisposable {
  targets(): Promise<readonly SeenTarget[]>;
  rules(): Promise<readonly SeenRule[]>;
  /** The values of an expression as of now. */
  query(expression: string): Promise<readonly number[]>;
  /** Trace ids of what a histogram has as examples. */
  exampleTraces(selector: string): Promise<readonly string[]>;
}

export async function startPrometheus(targets: readonly ScrapeTarget[]): Promise<Prometheus> {
  await using made = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'ballast-prometheus-'));
  made.defer(() => rm(directory, { recursive: true, force: true }));
  await copyRules(directory);
  await writeFile(join(directory, 'prometheus.json'), JSON.stringify(configure(targets)));
  const port = await findFreePort();
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${join(directory, 'prometheus.json')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const exited = once(prometheus, 'exit');
  made.defer(async () => {
    prometheus.kill('SIGKILL');
    await exited;
  });
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const { status, data, error } = (await answer.json()) as Record<string, unknown>;
    if (status !== 'success') throw new Error(`${path}: ${String(error)}`);
    return data;
  };
  await waitUntil('Prometheus answers', () => ask('status/runtimeinfo'));
  const running = made.move();
  return {
    targets: async () => ((await ask('targets')) as { activeTargets: SeenTarget[] }).activeTargets,
    rules: async () =>
      ((await ask('rules')) as { groups: { rules: SeenRule[] }[] }).groups.flatMap(
        ({ rules }) => rules,
      ),
    query: async (expression) => {
      const asked = `query?${new URLSearchParams({ query: expression }).toString()}`;
      const { result } = (await ask(asked)) as { result: { value: [number, string] }[] };
      return result.map(({ value }) => Number(value[1]));
    },
    exampleTraces: async (selector) => {
      const [start, end] = [Date.now() / 1000 - 600, Date.now() / 1000];
      const asked = new URLSearchParams({ query: selector, start: `${start}`, end: `${end}` });
      const series = (await ask(`query_exemplars?${asked.toString()}`)) as {
        exemplars: { labels: { trace_id: string } }[];
      }[];
      return series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id));
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** As they are shipped, but for how often they are looked at: nobody waits half a minute here. */
async function copyRules(directory: string): Promise<void> {
  for (const file of await readdir(rulesDirectory)) {
    if (file === 'kustomization.yaml') continue;
    const text = await readFile(join(rulesDirectory, file), 'utf8');
    await writeFile(
      join(directory, `rules-${file}`),
      text.replace(/interval: \d+s/g, 'interval: 1s'),
    );
  }
}

function configure(targets: readonly ScrapeTarget[]) {
  const services = [...new Set(targets.map(({ service }) => service))];
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules-*.yaml'],
    scrape_configs: services.map((service) => ({
      job_name: service,
      static_configs: [
        {
          targets: targets
            .filter((target) => target.service === service)
            .map(({ url }) => new URL(url).host),
        },
      ],
    })),
  };
}
