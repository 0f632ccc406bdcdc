import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { anOrder } from '../../test/ask.ts';
import { startShop } from '../../test/shop.ts';

const program = join(import.meta.dirname, '../../test/cluster-primary.ts');

// On a machine with much else to do.
vi.setConfig({ testTimeout: 60_000 });

// `none` is how the local platform shares the port: one socket, and whoever is there accepts.
test.each(['none', 'rr'])(
  'gateways that replace each other (%s) fail no request',
  async (policy) => {
    await using shop = await startShop();
    const primary = spawn(process.execPath, [program], {
      env: { ...process.env, ...shop.environment, PORT: '0', NODE_CLUSTER_SCHED_POLICY: policy },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: primary.stdout })[Symbol.asyncIterator]();
    const nextLine = async (): Promise<{ address: string; left?: number }> => {
      const { value } = await lines.next();
      return JSON.parse(String(value)) as { address: string; left?: number };
    };
    const { address } = await nextLine();

    const load = startLoad(address);
    const restarts = [];
    for (let count = 0; count < 1; count += 1) {
      const before = load.answers();
      primary.stdin.write('\n');
      restarts.push(await nextLine());
      // The successor has work before it is replaced in its turn.
      while (load.answers() < before + 50) await new Promise((resolve) => setImmediate(resolve));
    }
    const failures = await load.stop();
    primary.stdin.end();
    await once(primary, 'exit');

    expect(restarts).toEqual(restarts.map(() => ({ left: 0, address })));
    expect(failures).toEqual([]);
  },
);

/** Clients that keep their connections, as busy ones do and as idle ones do. */
function startLoad(address: string) {
  const failures: string[] = [];
  let isOver = false;
  let answers = 0;
  const run = async (pauseMs: number, index: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; !isOver; count += 1) {
      const isOrder = count % 2 === 0;
      try {
        const status = await (isOrder
          ? send(agent, address, 'POST', '/v1/orders', `${index}-${count}-${process.pid}`)
          : send(agent, address, 'GET', '/v1/products'));
        answers += 1;
        if (status !== 200 && status !== 201) failures.push(`${status}`);
      } catch (error) {
        failures.push(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    agent.destroy();
  };
  const clients = [10, 20, 50, 400, 900].map(run);
  return {
    answers: () => answers,
    stop: async () => {
      isOver = true;
      await Promise.all(clients);
      return failures;
    },
  };
}

function send(
  agent: Agent,
  address: string,
  method: string,
  path: string,
  key?: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers =
      key === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key };
    const sent = request(`http://${address}${path}`, { agent, method, headers });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.resume();
      response.on('error', reject).on('end', () => resolve(response.statusCode));
    });
    sent.end(key === undefined ? undefined : JSON.stringify(anOrder));
  });
}
