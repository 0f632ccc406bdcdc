// How long `npm start` takes, what the idle platform weighs, and whether it leaves anything.
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readMemory, type ProcessMemory } from './process-tree.ts';
import { createDataDirectory, startPlatform } from './running-platform.ts';
import { formatSpread, median } from './statistics.ts';
import type { Benchmark, Table } from './table.ts';

const rounds = 5;

export const platform: Benchmark = {
  name: 'platform',
  title: 'start, idle memory and stop of the whole local platform',
  async run(progress) {
    const startsMs: number[] = [];
    const stopsMs: number[] = [];
    const totalsMiB: number[] = [];
    const leftovers: number[] = [];
    let freshMs = 0;
    let last: readonly ProcessMemory[] = [];
    const directory = await createDataDirectory();
    for (let round = 0; round <= rounds; round++) {
      const running = await startPlatform(directory);
      // Idle means after the first connections and the garbage of starting are gone.
      await pause(5_000);
      last = [
        ...(await readMemory(running.pid)),
        ...(await readMemory(await findDatabaseKeeper(directory))),
      ];
      const stopMs = await running.stop();
      await pause(1_000);
      leftovers.push(last.filter(({ pid }) => isAlive(pid)).length);
      progress(
        `ready ${(running.readyMs / 1000).toFixed(2)} s, stop ${(stopMs / 1000).toFixed(2)} s`,
      );
      stopsMs.push(stopMs / 1000);
      totalsMiB.push(sumMiB(last));
      if (round === 0) freshMs = running.readyMs;
      else startsMs.push(running.readyMs / 1000);
    }
    await rm(directory, { recursive: true, force: true });
    return [
      {
        title: 'The platform: gateway, 2 × orders, 3 × inventory, notifications, PostgreSQL',
        method: `One start with an empty database, then ${rounds} more in the same directory: median (range). Memory is the sum of the proportional set sizes of all processes, 5 s after the ready line. Left over: processes alive 1 s after the supervisor's exit.`,
        columns: ['what', 'measured', 'goal'],
        rows: [
          ['ready, empty database (s)', (freshMs / 1000).toFixed(2), '≤ 8'],
          ['ready, existing database (s)', formatSpread(startsMs, 2), '≤ 8'],
          ['idle memory (MiB)', formatSpread(totalsMiB, 0), '≤ 1024'],
          ['stop (s)', formatSpread(stopsMs, 2), '≤ 5'],
          ['processes left over', Math.max(...leftovers), '0'],
        ],
      },
      weigh(last),
    ];
  },
};

function weigh(processes: readonly ProcessMemory[]): Table {
  const groups = new Map<string, number[]>();
  for (const { command, pssKiB } of processes) {
    const name = nameProcess(command);
    groups.set(name, [...(groups.get(name) ?? []), pssKiB / 1024]);
  }
  return {
    title: 'Idle memory by program',
    method: 'The last round, proportional set size.',
    columns: ['program', 'processes', 'each, median (MiB)', 'together (MiB)'],
    rows: [...groups]
      .map(
        ([name, sizes]) =>
          [name, sizes.length, median(sizes), sizes.reduce((a, b) => a + b, 0)] as const,
      )
      .sort((a, b) => b[3] - a[3])
      .map(([name, count, each, all]) => [name, count, each.toFixed(0), all.toFixed(0)]),
  };
}

/** PostgreSQL's keeper is no child of the supervisor: `nx serve` may share it and outlive it. */
async function findDatabaseKeeper(directory: string): Promise<number> {
  return Number.parseInt(await readFile(join(directory, 'database.lock'), 'utf8'), 10);
}

const nameProcess = (command: string) =>
  /apps\/(\w+)\//.exec(command)?.[1] ??
  (/postgres|database-keeper/.test(command) ? 'PostgreSQL and its keeper' : 'supervisor');

const sumMiB = (processes: readonly ProcessMemory[]) =>
  processes.reduce((sum, { pssKiB }) => sum + pssKiB / 1024, 0);

/** A zombie is dead: it waits for init to take notice, and holds nothing. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}
