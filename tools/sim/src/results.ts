import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from './compare.ts';
import { plotBars } from './plot.ts';
import { scenarios } from './scenario.ts';
import { median } from './statistics.ts';

const NAME = 'balancing-simulation';

interface Summary {
  readonly policy: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p99RangeMs: readonly [number, number];
  readonly p999Ms: number;
  readonly variation: number;
}

/** Writes table, figures and plot into the folder; returns the table. */
export function keepResults(
  directory: string,
  results: readonly Comparison[],
  command: string,
): string {
  mkdirSync(directory, { recursive: true });
  const table = formatResults(results, command);
  const plain = results.map(({ scenario, ...figures }) => ({
    scenario: scenario.name,
    ...figures,
  }));
  writeFileSync(join(directory, `${NAME}.md`), table);
  writeFileSync(
    join(directory, `${NAME}.json`),
    `${JSON.stringify({ command, results: plain }, null, 1)}\n`,
  );
  const bars = scenarios.flatMap(({ name }) =>
    summarize(results, name).map(({ policy, p99Ms }) => ({
      group: name,
      series: policy,
      value: p99Ms,
    })),
  );
  const svg = plotBars('p99 latency by scenario (simulation, median of seeds)', 'ms', bars);
  writeFileSync(join(directory, `${NAME}.svg`), svg);
  return table;
}

function formatResults(results: readonly Comparison[], command: string): string {
  const seeds = [...new Set(results.map(({ seed }) => seed))];
  const parts = [
    '# Balancing policies in the simulation',
    `Command: \`${command}\`; seeds ${seeds.join(', ')}: median, and the range of p99.`,
    'FIFO servers with 4 workers each, exponential service of 10 ms, Poisson arrivals, 20 s of which ' +
      'the first 2 are left out. JSQ(2) sees the true queues, which no client can.',
    `![p99 by scenario](${NAME}.svg)`,
  ];
  for (const { name, title, clients, servers } of scenarios) {
    const rows = summarize(results, name).map(
      ({ policy, p50Ms, p99Ms, p99RangeMs: [low, high], p999Ms, variation }) =>
        `| ${policy} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} | ${low.toFixed(1)}–${high.toFixed(1)} ` +
        `| ${p999Ms.toFixed(1)} | ${(variation * 100).toFixed(1)} % |`,
    );
    parts.push(
      `## ${name}: ${title} (${clients} clients, ${servers} servers)`,
      [
        '| policy | p50 ms | p99 ms | range | p99.9 ms | variation of calls by server |',
        '| --- | --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n'),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function summarize(results: readonly Comparison[], scenario: string): Summary[] {
  const runs = results.filter((result) => result.scenario.name === scenario);
  return [...new Set(runs.map(({ policy }) => policy))].map((policy) => {
    const own = runs.filter((run) => run.policy === policy);
    const p99s = own.map(({ p99Ms }) => p99Ms);
    return {
      policy,
      p50Ms: median(own.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(p99s),
      p99RangeMs: [Math.min(...p99s), Math.max(...p99s)],
      p999Ms: median(own.map(({ p999Ms }) => p999Ms)),
      variation: median(own.map((run) => run.variation)),
    };
  });
}
