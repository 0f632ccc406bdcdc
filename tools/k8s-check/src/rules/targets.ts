import { programsOf, settingOf } from '../overlay/environment.ts';
import { selects } from '../overlay/manifest.ts';
import { programOf } from '../overlay/overlay.ts';
import { parseServiceTarget, reach } from '../overlay/target.ts';
import { ofContainer, type Rule } from './rule.ts';

/** Each target leads to a Service that is there, at a port that it has, in front of the right program. */
export const targets: Rule = {
  name: 'targets',
  *find(overlay, code) {
    for (const running of programsOf(overlay, code)) {
      for (const { callee, variable } of running.program.calls) {
        const got = settingOf(overlay, running, variable);
        const field = ofContainer(running.container.name, `env[${variable}]`);
        const place = { object: running.workload, field, got };
        const target = typeof got === 'string' ? parseServiceTarget(got) : undefined;
        if (target === undefined) {
          yield { ...place, must: `name the Service of ${callee}` };
          continue;
        }
        const reached = reach(overlay, target);
        if (reached.kind === 'no service') {
          yield { ...place, must: `name a Service, of which none is called ${target.service}` };
        } else if (reached.kind === 'no port') {
          const ports = reached.service.spec.ports.map(({ name, port }) => `${name} ${port}`);
          yield { ...place, must: `name a port of ${target.service}: ${ports.join(', ')}` };
        } else {
          const { selector } = reached.service.spec;
          const behind = overlay.workloads.filter(({ spec }) =>
            selects(selector, spec.template.metadata?.labels),
          );
          if (behind.some((each) => programOf(each) === callee)) continue;
          yield { ...place, must: `lead to ${callee}, not to ${behind.map(programOf).join()}` };
        }
      }
    }
  },
};
