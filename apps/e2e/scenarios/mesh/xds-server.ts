import assert from 'node:assert/strict';
import { createClient } from '@ballast/client';
import { FaultServiceService } from '@ballast/contracts';
import { codeName, isStatusError } from '@ballast/status';
import { startGuarded } from '../../src/cluster/mesh/guarded-pod.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 100;
const refused = '/ballast.faults.v1.FaultService/ClearFaults';

export const xdsServer: Scenario = {
  name: 'mutual TLS without proxies',
  needs: ['xDS clients'],
  cases: [
    {
      name: 'a server that the control plane tells whom to serve: its caller is; a method that is denied, and plain text, are refused',
      async run(world) {
        await using guarded = await startGuarded(clusterOf(world), [refused]);
        using known = createClient(FaultServiceService, { target: guarded.target, mesh });
        await waitUntil('it is found', async () =>
          (await outcomeOf(() => known.listFaults({}))) === 'OK' ? true : undefined,
        );
        await expectAll(world, 'e2e, a method', 'OK', () => known.listFaults({}));
        await expectAll(world, 'e2e, a method that is denied', 'PERMISSION_DENIED', () =>
          known.clearFaults({ names: [] }),
        );
        using plain = createClient(FaultServiceService, { target: `static:///${guarded.address}` });
        await expectAll(world, 'e2e in plain text', 'UNAVAILABLE', () => plain.listFaults({}));
      },
    },
  ],
};

async function expectAll(
  { note, record }: World,
  caller: string,
  outcome: string,
  call: () => Promise<unknown>,
): Promise<void> {
  const seen = new Map<string, number>();
  for (let sent = 0; sent < calls; sent += 1) {
    const one = await outcomeOf(call);
    seen.set(one, (seen.get(one) ?? 0) + 1);
  }
  note(`${caller}: ${JSON.stringify([...seen])}`);
  const refused = calls - (seen.get('OK') ?? 0);
  record('refusals', [caller, String(calls), String(refused), outcome === 'OK' ? '' : outcome]);
  assert.deepEqual([...seen], [[outcome, calls]]);
}

const outcomeOf = (call: () => Promise<unknown>): Promise<string> =>
  call().then(
    () => 'OK',
    (error: unknown) => (isStatusError(error) ? codeName(error.code) : String(error)),
  );
