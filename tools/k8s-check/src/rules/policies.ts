import { isPolicyError, parsePolicy } from '@ballast/policy';
import type { Code } from '../code/code.ts';
import { serversOf, settingOf } from '../overlay/environment.ts';
import type { ConfigMap } from '../overlay/manifest.ts';
import { type Finding, ofContainer, type Rule } from './rule.ts';

/**
 * Policy files are what the services publish, and reach a running pod when they change: mounted as a
 * whole directory, from a ConfigMap that keeps its name.
 */
export const policies: Rule = {
  name: 'policies',
  *find(overlay, code) {
    for (const running of serversOf(overlay, code)) {
      const { workload: object, container } = running;
      const directory = settingOf(overlay, running, 'BALLAST_POLICY_DIR');
      if (typeof directory !== 'string') continue;
      const mount = container.volumeMounts?.find(({ mountPath }) => mountPath === directory);
      const field = ofContainer(container.name, 'volumeMounts');
      if (mount === undefined) {
        const got = container.volumeMounts?.map(({ mountPath }) => mountPath);
        yield { object, field, must: `mount ${directory}, BALLAST_POLICY_DIR`, got };
        continue;
      }
      if (mount.subPath !== undefined) {
        const must = 'be left out: what is mounted by it never changes';
        yield { object, field: `${field}[${mount.name}].subPath`, must, got: mount.subPath };
      }
      const { volumes = [] } = object.spec.template.spec;
      const name = volumes.find((each) => each.name === mount.name)?.configMap?.name ?? '';
      if (!/-[a-z0-9]{10}$/.test(name)) continue;
      const must = 'keep its name (disableNameSuffixHash): a new one would restart the pods';
      yield { object, field: `spec.template.spec.volumes[${mount.name}]`, must, got: name };
    }
    const object = overlay.find('ConfigMap', 'ballast-policies');
    if (object !== undefined) yield* checkFiles(object, code);
  },
};

/** An overlay that means to differ says so by this annotation: then its policies only have to be right. */
const OVERRIDE = 'ballast/overrides-published';

function* checkFiles(object: ConfigMap, code: Code): Generator<Finding> {
  const mayDiffer = object.metadata.annotations?.[OVERRIDE] === 'true';
  for (const [file, text] of Object.entries(object.data ?? {})) {
    const published = code.policies.get(file);
    const field = `data[${file}]`;
    if (published === undefined) {
      const must = `be a policy that a service publishes: ${[...code.policies.keys()].join(', ')}`;
      yield { object, field, must, got: file };
    } else if (!mayDiffer && text !== published) {
      const must = `be what the service publishes (npm run generate), or say ${OVERRIDE}`;
      yield { object, field, must, got: `${text.length} characters` };
    }
    yield* checkPolicy(object, field, text);
  }
}

function* checkPolicy(object: ConfigMap, field: string, text: string): Generator<Finding> {
  try {
    parsePolicy(text, { file: field });
  } catch (error) {
    if (!isPolicyError(error)) throw error;
    yield { object, field, must: 'be a policy', got: error.message };
  }
}
