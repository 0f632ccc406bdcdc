import { programsOf, variablesOf } from '../overlay/environment.ts';
import { containersOf } from '../overlay/overlay.ts';
import { ofContainer, type Rule } from './rule.ts';

const secretName = /PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE_KEY|API_KEY/i;
const secretText = /:\/\/[^/\s:@]+:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** What only some may know is in a Secret: not in a ConfigMap, and not in a Deployment. */
export const secrets: Rule = {
  name: 'secrets',
  *find(overlay, code) {
    for (const object of overlay.all('ConfigMap')) {
      for (const [key, value] of Object.entries(object.data ?? {})) {
        if (!secretName.test(key) && !secretText.test(value)) continue;
        yield { object, field: `data.${key}`, must: 'be in a Secret', got: '(hidden)' };
      }
    }
    for (const object of overlay.workloads) {
      for (const container of containersOf(object)) {
        for (const { name, value = '' } of container.env ?? []) {
          if (value === '' || (!secretName.test(name) && !secretText.test(value))) continue;
          const field = ofContainer(container.name, `env[${name}].value`);
          yield { object, field, must: 'come from a Secret', got: '(hidden)' };
        }
      }
    }
    for (const { workload, container, program } of programsOf(overlay, code)) {
      const name = program.databaseVariable;
      const database = variablesOf(overlay, container).find((each) => each.name === name);
      if (name === undefined || database?.isSecret === true) continue;
      const field = ofContainer(container.name, `env[${name}]`);
      yield { object: workload, field, must: 'come from a Secret', got: database?.field };
    }
  },
};
