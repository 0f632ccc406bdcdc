import type { Kubectl } from '@ballast/tool-cluster';

/** What a container has used, as its kubelet knows it. */
export interface ContainerUsage {
  readonly pod: string;
  readonly container: string;
  /** Processor time since its start, and when that was looked at. */
  readonly cpuSeconds: number;
  readonly atMs: number;
  /** The working set: what it would be killed for. */
  readonly memoryBytes: number;
}

const sample =
  /^container_(cpu_usage_seconds_total|memory_working_set_bytes)\{container="([^"]+)",namespace="([^"]+)",pod="([^"]+)"\} (\S+) (\d+)$/gm;

/** Of every container in some namespaces, sidecars too: the kubelets' own figures, some seconds old. */
export async function readUsage(
  { read, run }: Kubectl,
  namespace: string,
): Promise<readonly ContainerUsage[]> {
  const { items } = await read<{ items: { metadata: { name: string } }[] }>(['get', 'nodes']);
  const texts = await Promise.all(
    items.map(({ metadata }) =>
      run(['get', '--raw', `/api/v1/nodes/${metadata.name}/proxy/metrics/resource`]),
    ),
  );
  return parseUsage(texts.join('\n'), namespace);
}

export function parseUsage(text: string, namespace: string): readonly ContainerUsage[] {
  const found = new Map<string, ContainerUsage>();
  for (const [, what, container = '', of, pod = '', value, atMs] of text.matchAll(sample)) {
    if (of !== namespace) continue;
    const key = `${pod}/${container}`;
    const known = found.get(key) ?? {
      ...{ pod, container, cpuSeconds: 0, atMs: 0, memoryBytes: 0 },
    };
    found.set(
      key,
      what === 'memory_working_set_bytes'
        ? { ...known, memoryBytes: Number(value) }
        : { ...known, cpuSeconds: Number(value), atMs: Number(atMs) },
    );
  }
  return [...found.values()];
}

/** Processor time per second of a container between two looks; undefined where it was not looked at anew. */
export function findCpuRate(before: ContainerUsage, after: ContainerUsage): number | undefined {
  const tookMs = after.atMs - before.atMs;
  return tookMs > 0 ? ((after.cpuSeconds - before.cpuSeconds) * 1000) / tookMs : undefined;
}
