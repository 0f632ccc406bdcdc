import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';

/** A port of 127.0.0.1 that leads to one pod of a Service, for as long as that pod lives. */
export interface PortForward extends AsyncDisposable {
  readonly port: number;
}

export async function forwardPort(
  kubectl: Kubectl,
  service: string,
  port: number | string,
): Promise<PortForward> {
  const args = ['--namespace', kubectl.namespace, 'port-forward', `service/${service}`, `:${port}`];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, local] = /127\.0\.0\.1:(\d+) ->/.exec(line) ?? [];
      if (local !== undefined) return Number(local);
    }
    return undefined;
  })();
  const local = await Promise.race([listening, exited.then(() => undefined)]);
  if (local === undefined) throw new ClusterError(`no way to service ${service}: ${complaint}`);
  child.stdout.resume();
  return {
    port: local,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
