import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';
import type { Progress } from './say-progress.ts';

/** As much of a Deployment or StatefulSet as tells how far it is. */
interface Workload {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly replicas?: number;
  };
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } };
    }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

/** `orders 1/2`, and whether that is all. */
export function describeWorkload({ metadata, spec, status }: Workload): {
  readonly text: string;
  readonly isServing: boolean;
} {
  const wanted = spec.replicas ?? 1;
  const isSeen = (status.observedGeneration ?? 0) >= metadata.generation;
  const updated = isSeen ? (status.updatedReplicas ?? 0) : 0;
  const ready = isSeen ? Math.min(status.readyReplicas ?? 0, updated) : 0;
  const isServing = isSeen && ready === wanted && (status.replicas ?? 0) === wanted;
  return { text: `${metadata.name} ${ready}/${wanted}`, isServing };
}

/** Why a pod does not start, where Kubernetes knows: `orders-7d4: ImagePullBackOff …`. */
export function explainPod({ metadata, status }: Pod): string | undefined {
  const waiting = status.containerStatuses?.find(({ ready }) => !ready)?.state.waiting;
  if (waiting !== undefined && waiting.reason !== 'ContainerCreating') {
    return `${metadata.name}: ${waiting.reason} ${waiting.message ?? ''}`.trim();
  }
  const unscheduled = status.conditions?.find(
    ({ type, status: isTrue }) => type === 'PodScheduled' && isTrue === 'False',
  );
  if (unscheduled === undefined) return undefined;
  return `${metadata.name}: not scheduled, ${unscheduled.message ?? 'no reason told'}`;
}

/** @throws ClusterError that says what is missing, and why where Kubernetes knows */
export async function waitUntilServing(
  kubectl: Kubectl,
  progress: Progress,
  timeoutSeconds: number,
): Promise<void> {
  const endMs = performance.now() + timeoutSeconds * 1000;
  let told = '';
  for (;;) {
    const { items } = await kubectl.read<{ items: Workload[] }>([
      'get',
      'deployments,statefulsets',
    ]);
    const all = items.map(describeWorkload);
    const text = all.map((one) => one.text).join('  ');
    if (text !== told) progress.say('ready', text);
    told = text;
    if (all.every(({ isServing }) => isServing)) return;
    if (performance.now() > endMs) {
      const pods = await kubectl.read<{ items: Pod[] }>(['get', 'pods']);
      const reasons = pods.items.map(explainPod).filter((reason) => reason !== undefined);
      const missing = all.filter(({ isServing }) => !isServing).map((one) => one.text);
      throw new ClusterError(
        `not ready after ${timeoutSeconds} s: ${missing.join(', ')}; ` +
          (reasons.join('; ') || `see kubectl -n ${kubectl.namespace} describe pods`),
      );
    }
    await delay(500);
  }
}
