import type { Models } from './code.ts';
import { istioModels } from './istio-models.ts';

interface Model {
  getAttributeTypeMap?: () => readonly { readonly baseName: string; readonly type: string }[];
}

/**
 * The official client's models, which are generated from Kubernetes' own OpenAPI: they know every
 * field and its type, and are installed. What is required they do not know; a server's dry run does.
 */
export async function loadModels(): Promise<Models> {
  const client = (await import('@kubernetes/client-node')) as unknown as Record<string, Model>;
  const models = new Map<string, ReadonlyMap<string, string>>(istioModels);
  for (const [name, model] of Object.entries(client)) {
    const attributes = model?.getAttributeTypeMap?.();
    if (attributes === undefined) continue;
    models.set(name, new Map(attributes.map(({ baseName, type }) => [baseName, type])));
  }
  return models;
}
