import assert from 'node:assert/strict';
import { createClient, type Client } from '@ballast/client';
import { AdminServiceService } from '@ballast/contracts';
import { outcomeOf } from '../../src/cluster/mesh/call-many.ts';
import { startGuarded } from '../../src/cluster/mesh/guarded-pod.ts';
import { mesh } from '../../src/mesh-of-process.ts';
import type { Scenario } from '../../src/scenario.ts';
import { waitUntil } from '../../src/wait-until.ts';
import type { World } from '../../src/world.ts';
import { clusterOf } from '../cluster/the-cluster.ts';

const calls = 100;
const refused = '/ballast.admin.v1.AdminService/ReleaseBreaker';

export const xdsServer: Scenario = {
  name: 'mutual TLS without proxies',
  needs: ['xDS clients'],
  cases: [
    {
      name: 'a server that the control plane tells whom to serve: its caller is; a method that is denied, and plain text, are refused',
      async run(world) {
        await using guarded = await startGuarded(clusterOf(world), [refused]);
        using known = createClient(AdminServiceService, { target: guarded.target, mesh });
        await waitUntil('it is found', async () =>
          (await outcomeOf(firstState(known))) === 'OK' ? true : undefined,
        );
        await expectAll(world, 'e2e, a method', 'OK', () => firstState(known));
        await expectAll(world, 'e2e, a method that is denied', 'PERMISSION_DENIED', () =>
          known.releaseBreaker({
            target: 'nobody',
            method: 'ballast.orders.v1.OrdersService/GetOrder',
          }),
        );
        using plain = createClient(AdminServiceService, { target: `static:///${guarded.address}` });
        await expectAll(world, 'e2e in plain text', 'UNAVAILABLE', () => firstState(plain));
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
    const one = await outcomeOf(call());
    seen.set(one, (seen.get(one) ?? 0) + 1);
  }
  note(`${caller}: ${JSON.stringify([...seen])}`);
  const refused = calls - (seen.get('OK') ?? 0);
  record('refusals', [caller, String(calls), String(refused), outcome === 'OK' ? '' : outcome]);
  assert.deepEqual([...seen], [[outcome, calls]]);
}

async function firstState(admin: Client<typeof AdminServiceService>): Promise<void> {
  for await (const _state of admin.watchState({})) return;
}
