import { serversOf, settingOf } from '../overlay/environment.ts';
import { selects } from '../overlay/manifest.ts';
import { ofContainer, type Rule } from './rule.ts';

/** The port that a program is told to serve is the one that its container and its Services name. */
export const ports: Rule = {
  name: 'ports',
  *find(overlay, code) {
    for (const running of serversOf(overlay, code)) {
      const { workload, container } = running;
      const port = settingOf(overlay, running, 'PORT');
      const declared = container.ports ?? [];
      if (!declared.some(({ containerPort }) => containerPort === port)) {
        const got = declared.map(({ containerPort }) => containerPort);
        const field = ofContainer(container.name, 'ports');
        yield { object: workload, field, must: `name PORT, ${String(port)}`, got };
      }
    }
    for (const object of overlay.all('Service')) {
      const backend = overlay.workloads.find(({ spec }) =>
        selects(object.spec.selector, spec.template.metadata?.labels),
      );
      if (backend === undefined) {
        yield { object, field: 'spec.selector', must: 'select pods', got: object.spec.selector };
        continue;
      }
      const known = backend.spec.template.spec.containers.flatMap((each) => each.ports ?? []);
      for (const { port, targetPort = port } of object.spec.ports) {
        if (known.some((each) => each.name === targetPort || each.containerPort === targetPort)) {
          continue;
        }
        const must = `be a port of ${backend.metadata.name}: ${known.map(({ name }) => name).join(', ')}`;
        yield { object, field: `spec.ports[${port}].targetPort`, must, got: targetPort };
      }
    }
  },
};
