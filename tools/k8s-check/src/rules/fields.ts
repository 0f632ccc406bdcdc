import type { Models } from '../code/code.ts';
import type { Manifest } from '../overlay/manifest.ts';
import type { Finding, Rule } from './rule.ts';

/** Every field is one that Kubernetes knows, of the right type. It would drop or refuse others. */
export const fields: Rule = {
  name: 'fields',
  *find(overlay, { models }) {
    for (const object of overlay.manifests) {
      const { apiVersion, kind } = object;
      const model = modelOf(apiVersion, kind);
      // Kinds that a cluster may have besides, such as those of the Gateway API.
      if (isCustom(apiVersion)) continue;
      if (models.has(model)) yield* checkModel(models, model, object, '', object);
      else
        yield {
          object,
          field: 'kind',
          must: 'be one that Kubernetes or Istio has',
          got: `${apiVersion} ${kind}`,
        };
    }
  },
};

/** `apps/v1` Deployment is V1Deployment; `autoscaling/v2` is V2…; groups of Kubernetes end in k8s.io. */
function modelOf(apiVersion: string, kind: string): string {
  if (isIstio(apiVersion)) return `Istio${kind}`;
  const version = apiVersion.split('/').at(-1) ?? '';
  const name = `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
  return name;
}

const isIstio = (apiVersion: string) => /\.istio\.io\/v1$/.test(apiVersion);

const isCustom = (apiVersion: string) =>
  apiVersion.includes('.') &&
  !isIstio(apiVersion) &&
  !/^(?:rbac\.)?(?:authorization|discovery|networking|storage|scheduling)\.k8s\.io\//.test(
    apiVersion,
  );

function* checkModel(
  models: Models,
  name: string,
  value: object,
  path: string,
  object: Manifest,
): Generator<Finding> {
  const attributes = models.get(name)!;
  for (const [key, content] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    const type = attributes.get(key);
    if (type === undefined) yield { object, field, must: `be a field of ${name}`, got: content };
    else yield* checkType(models, type, content, field, object);
  }
}

function* checkType(
  models: Models,
  type: string,
  value: unknown,
  field: string,
  object: Manifest,
): Generator<Finding> {
  const [, item] = /^Array<(.*)>$/.exec(type) ?? [];
  const [, entry] = /^\{ \[key: string\]: (.*); \}$/.exec(type) ?? [];
  if (item !== undefined) {
    if (!Array.isArray(value)) yield { object, field, must: 'be a list', got: value };
    else {
      for (const [index, each] of value.entries()) {
        yield* checkType(models, item, each, `${field}[${index}]`, object);
      }
    }
  } else if (entry !== undefined || models.has(type)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      yield { object, field, must: 'be an object', got: value };
    } else if (entry === undefined) yield* checkModel(models, type, value, field, object);
    else {
      for (const [key, each] of Object.entries(value)) {
        yield* checkType(models, entry, each, `${field}.${key}`, object);
      }
    }
  } else if (['string', 'number', 'boolean'].includes(type) && typeof value !== type) {
    yield { object, field, must: `be a ${type}`, got: value };
  }
}
