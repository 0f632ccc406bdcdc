import type { KubernetesApi } from './kubernetes-api.ts';

/** The first byte of each message says which stream it is of (`v5.channel.k8s.io`). */
const channel = { output: 1, complaint: 2, end: 3 } as const;

export interface PodCommand {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
}

/**
 * `kubectl exec` without kubectl: gives what the command wrote on its standard output.
 *
 * @throws Error with what it complained of where it did not end with 0
 */
export function runInPod(
  api: KubernetesApi,
  { namespace, pod, container, command }: PodCommand,
): Promise<string> {
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' });
  for (const part of command) query.append('command', part);
  const server = api.server.replace(/^https/, 'wss');
  const url = `${server}/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query.toString()}`;
  const socket = new WebSocket(url, {
    protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
    headers: { authorization: `Bearer ${api.token()}` },
  });
  socket.binaryType = 'arraybuffer';
  const said = { [channel.output]: '', [channel.complaint]: '', [channel.end]: '' };
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`${command.join(' ')} in pod ${pod}: ${why}`.slice(0, 1000)));
    socket.addEventListener('message', ({ data }) => {
      const bytes = Buffer.from(data as ArrayBuffer);
      const stream = bytes[0] as keyof typeof said;
      if (stream in said) said[stream] += bytes.subarray(1).toString('utf8');
    });
    socket.addEventListener('error', ({ message }) => fail(message ?? 'no connection'));
    socket.addEventListener('close', () => {
      const end = JSON.parse(said[channel.end] || '{}') as { status?: string; message?: string };
      if (end.status === 'Success') resolve(said[channel.output]);
      else fail(`${end.message ?? 'it broke off'} ${said[channel.complaint]}`);
    });
  });
}
