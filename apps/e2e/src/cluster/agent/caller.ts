import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@ballast/client';
import { idempotentMethods, InventoryServiceService, inventoryPolicy } from '@ballast/contracts';
import { mesh } from '../../mesh-of-process.ts';
import { codeName, isStatusError } from '@ballast/status';

export const callerPort = 8080;

/** What a caller answers over HTTP. */
export interface CallerCounts {
  readonly calls: number;
  /** By status code. */
  readonly failures: Readonly<Record<string, number>>;
  /** What the first of them said, before any breaker opened; empty without one. */
  readonly firstFailure: string;
}

/** Calls inventory by one target at a steady rate, and tells how that went to whoever asks. */
export async function runCaller(environment: NodeJS.ProcessEnv): Promise<void> {
  const ratePerSecond = Number(environment['CALLS_PER_SECOND'] ?? '25');
  using inventory = createClient(InventoryServiceService, {
    target: environment['INVENTORY_TARGET'] ?? '',
    policy: inventoryPolicy,
    ...{ idempotentMethods, mesh },
  });
  const failures: Record<string, number> = {};
  let firstFailure = '';
  let calls = 0;
  const call = async (): Promise<void> => {
    try {
      await inventory.listStock({ pageSize: 1, pageToken: '' });
    } catch (error) {
      const isStatus = isStatusError(error);
      const kind = isStatus ? String(error.code) : String(error);
      failures[kind] = (failures[kind] ?? 0) + 1;
      firstFailure ||= isStatus ? `${codeName(error.code)}: ${error.message}` : kind;
    }
    calls += 1;
  };
  const server = createServer((_request, response) => {
    const counts: CallerCounts = { calls, failures, firstFailure };
    response.end(JSON.stringify(counts));
  }).listen(callerPort);
  await once(server, 'listening');
  const beginMs = performance.now();
  for (let sent = 0; ; sent += 1) {
    await delay(Math.max(0, beginMs + (sent * 1000) / ratePerSecond - performance.now()));
    void call();
  }
}
