import { serversOf, settingOf } from '../overlay/environment.ts';
import { ofContainer, type Rule } from './rule.ts';

/** Nobody is restarted while waiting for a database, as long as the program itself would wait. */
export const starting: Rule = {
  name: 'starting',
  *find(overlay, code) {
    for (const running of serversOf(overlay, code)) {
      const { workload: object, container, program } = running;
      const waitMs = settingOf(overlay, running, `${program.name.toUpperCase()}_DATABASE_WAIT`);
      if (container.startupProbe === undefined) continue;
      const { periodSeconds = 10, failureThreshold = 3 } = container.startupProbe;
      const got = periodSeconds * failureThreshold;
      if (typeof waitMs !== 'number' || got > waitMs / 1000) continue;
      const field = ofContainer(container.name, 'startupProbe.failureThreshold');
      const must = `allow more than ${waitMs / 1000} s, which the program waits for its database`;
      yield { object, field, must, got: `${got} s` };
    }
  },
};
