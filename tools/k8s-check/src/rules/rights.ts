import type { Code } from '../code/code.ts';
import { programsOf, settingOf } from '../overlay/environment.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { parseServiceTarget } from '../overlay/target.ts';
import type { Finding, Rule } from './rule.ts';

/** Whoever watches EndpointSlices may, nobody else may anything, and only they hold a token. */
export const rights: Rule = {
  name: 'rights',
  *find(overlay, code) {
    const watching = findWatching(overlay, code);
    yield* checkRoles(overlay, code);
    const granted = new Set(
      [...overlay.all('RoleBinding'), ...overlay.all('ClusterRoleBinding')].flatMap(
        ({ subjects = [] }) => subjects.map(({ name }) => name),
      ),
    );
    for (const object of overlay.workloads) {
      const { serviceAccountName: account = 'default', automountServiceAccountToken = true } =
        object.spec.template.spec;
      const watches = watching.has(object.metadata.name);
      const field = 'spec.template.spec';
      if (granted.has(account) !== watches) {
        const must = watches
          ? 'have a RoleBinding: a target of its begins with kubernetes:'
          : 'have no RoleBinding: it watches no EndpointSlices';
        yield { object, field: `${field}.serviceAccountName`, must, got: account };
      }
      if (automountServiceAccountToken !== watches) {
        const must = watches ? 'be true: a target of its begins with kubernetes:' : 'be false';
        const got = automountServiceAccountToken;
        yield { object, field: `${field}.automountServiceAccountToken`, must, got };
      }
    }
  },
};

function findWatching(overlay: Overlay, code: Code): Set<string> {
  const watching = new Set<string>();
  for (const running of programsOf(overlay, code)) {
    for (const { variable } of running.program.calls) {
      const target = settingOf(overlay, running, variable);
      if (typeof target !== 'string') continue;
      if (parseServiceTarget(target)?.scheme === 'kubernetes') {
        watching.add(running.workload.metadata.name);
      }
    }
  }
  return watching;
}

function* checkRoles(
  overlay: Overlay,
  { discoveryRights: { apiGroup, resource, verbs } }: Code,
): Generator<Finding> {
  for (const object of overlay.all('ClusterRole')) {
    const must = 'be a Role: discovery asks within one namespace';
    yield { object, field: 'kind', must, got: 'ClusterRole' };
  }
  const wanted = JSON.stringify([[apiGroup], [resource], [...verbs].sort()]);
  for (const object of overlay.all('Role')) {
    for (const [index, { apiGroups, resources, verbs: granted }] of object.rules.entries()) {
      const got = JSON.stringify([apiGroups, resources, [...granted].sort()]);
      if (got === wanted) continue;
      const must = `grant what discovery asks for, and no more: ${verbs.join(' and ')} on ${resource}.${apiGroup}`;
      yield {
        object,
        field: `rules[${index}]`,
        must,
        got: { apiGroups, resources, verbs: granted },
      };
    }
  }
  for (const object of overlay.all('RoleBinding')) {
    if (overlay.find('Role', object.roleRef.name)) continue;
    yield {
      object,
      field: 'roleRef.name',
      must: 'name a Role that is there',
      got: object.roleRef.name,
    };
  }
}
