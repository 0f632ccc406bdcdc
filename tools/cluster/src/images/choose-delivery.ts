import { ClusterError } from '../cluster-error.ts';
import { deliverByCommand } from './builder-command.ts';
import type { Delivery } from './delivery.ts';
import { deliverByDocker, type Handover } from './docker-delivery.ts';

export interface DeliveryChoice {
  /** Of the kubeconfig. */
  readonly context: string;
  /** The value of BALLAST_IMAGE_BUILDER; undefined or empty: none. */
  readonly builder: string | undefined;
  /** `registry.example.com/shop`, to push to; undefined: none. */
  readonly registry: string | undefined;
}

/** Clusters that run on Docker's own images. */
const onDockerItself = ['docker-desktop', 'rancher-desktop', 'orbstack', 'colima'];

/** A builder that is named wins, then a registry, then what the context's name tells. */
export function chooseDelivery({ context, builder, registry }: DeliveryChoice): Delivery {
  if (builder) return deliverByCommand(builder);
  return deliverByDocker(chooseHandover(context, registry));
}

function chooseHandover(context: string, registry: string | undefined): Handover {
  if (registry !== undefined) {
    return {
      ...{ how: `push to ${registry}`, prefix: `${registry.replace(/\/$/, '')}/` },
      ...{ program: 'docker', argumentsFor: (reference) => ['push', '-q', reference] },
    };
  }
  const [, tool, name = ''] = /^(kind|k3d)-(.+)$/.exec(context) ?? [];
  if (tool === 'kind') {
    return {
      ...{ how: 'kind load', prefix: 'localhost/', program: 'kind' },
      argumentsFor: (reference) => ['load', 'docker-image', reference, '--name', name],
    };
  }
  if (tool === 'k3d') {
    return {
      ...{ how: 'k3d image import', prefix: 'localhost/', program: 'k3d' },
      argumentsFor: (reference) => ['image', 'import', reference, '-c', name],
    };
  }
  if (context.startsWith('minikube')) {
    return {
      ...{ how: 'minikube image load', prefix: 'localhost/', program: 'minikube' },
      argumentsFor: (reference) => ['image', 'load', reference, '-p', context],
    };
  }
  if (onDockerItself.includes(context)) return { how: '', prefix: 'localhost/' };
  throw new ClusterError(
    `how do images get to the nodes of context ${JSON.stringify(context)}? Name a registry to push to ` +
      '(--registry=registry.example.com/shop) or a builder (BALLAST_IMAGE_BUILDER); docs/deploy.md has both',
  );
}
