import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kubectl } from '@ballast/tool-cluster';
import type { Pod } from './objects.ts';
import { agentName } from './agent-manifests.ts';
import { parseReport, type Report } from './agent/reports.ts';

/** What the program in the cluster says, from its beginning to its end. */
export interface AgentReports extends AsyncDisposable {
  /** The next one. @throws Error where there is none for `timeoutMs`, or the program is over. */
  next(timeoutMs: number): Promise<Report>;
}

/**
 * By `kubectl logs`. Its connection may break, with the API server or by itself: then all is read again,
 * and what is known is passed over.
 */
export function followAgent(kubectl: Kubectl): AgentReports {
  const reports: Report[] = [];
  let waiting = Promise.withResolvers<void>();
  let isOver = false;
  let child: ChildProcess | undefined;
  let taken = 0;
  let lastLine = '';

  const readOnce = async (): Promise<void> => {
    const args = ['--namespace', kubectl.namespace, 'logs', '--follow', `pod/${agentName}`];
    child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const exited = once(child, 'exit');
    let number = 0;
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const report = parseReport(line);
      if (report === undefined) {
        lastLine = line.trim() || lastLine;
        console.log(`    e2e: ${line}`);
        continue;
      }
      number += 1;
      if (number <= reports.length) continue;
      reports.push(report);
      waiting.resolve();
      waiting = Promise.withResolvers();
    }
    await exited;
    const { status } = await kubectl.read<Pod>(['get', 'pod', agentName]);
    if (status.phase !== 'Failed') return;
    reports.push({ kind: 'end', error: `it crashed: ${lastLine}` });
    waiting.resolve();
    isOver = true;
  };
  const following = (async () => {
    while (!isOver) {
      await readOnce().catch(() => undefined);
      if (!isOver) await delay(1000);
    }
  })();
  return {
    async next(timeoutMs) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const timedOut = once(timeout, 'abort').then(() => true);
      while (reports.length <= taken) {
        const isLate = await Promise.race([waiting.promise.then(() => false), timedOut]);
        if (isLate) throw new Error(`the program in the cluster was silent for ${timeoutMs} ms`);
      }
      const report = reports[taken] as Report;
      taken += 1;
      return report;
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      child?.kill('SIGTERM');
      await following;
    },
  };
}
