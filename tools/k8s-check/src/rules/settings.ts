import { programsOf, variablesOf } from '../overlay/environment.ts';
import { ofContainer, type Rule } from './rule.ts';

/** Read by Node, malloc and our libraries, and not by a program's config.ts. */
const ofTheRuntime = ['NODE_OPTIONS', 'BALLAST_ZONE', 'BALLAST_NODE', 'GRPC_XDS_BOOTSTRAP'];

/** Every variable is one that config.ts declares, with a value that it takes; what it requires is there. */
export const settings: Rule = {
  name: 'settings',
  *find(overlay, code) {
    for (const { workload, container, program } of programsOf(overlay, code)) {
      const variables = variablesOf(overlay, container);
      const declared = new Map(
        Object.values(program.settings).map((setting) => [setting.variable, setting]),
      );
      for (const { name, value, field } of variables) {
        if (ofTheRuntime.includes(name)) continue;
        const setting = declared.get(name);
        const place = { object: workload, field: ofContainer(container.name, field) };
        if (setting === undefined) {
          const must = `be a variable that the config.ts of ${program.name} declares`;
          yield { ...place, must, got: name };
        } else if (value !== undefined && setting.parse(value) === undefined) {
          yield { ...place, must: `be ${setting.rule}`, got: setting.redact(value) };
        }
      }
      const given = new Set(variables.map(({ name }) => name));
      for (const { variable, whenUnset } of declared.values()) {
        if (whenUnset.kind === 'use' || given.has(variable)) continue;
        const field = ofContainer(container.name, 'env');
        yield { object: workload, field, must: `set ${variable}`, got: undefined };
      }
    }
  },
};
