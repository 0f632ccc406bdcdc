import { serversOf, settingOf } from '../overlay/environment.ts';
import { ofContainer, type Rule } from './rule.ts';

/** For last statuses to be flushed and the database to be closed: libs/server, libs/persistence. */
const CLOSING_SECONDS = 6;
/** CoreDNS answers with a time to live of 5 s; kube-proxy and load balancers are quicker or as quick. */
const ROUTERS_SECONDS = 5;

/** preStop, drain delay and drain grace fit into the time after which Kubernetes kills. */
export const leaving: Rule = {
  name: 'leaving',
  *find(overlay, code) {
    for (const running of serversOf(overlay, code)) {
      const { workload: object, container, program } = running;
      const prefix = program.name.toUpperCase();
      const preStop = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      if (preStop <= ROUTERS_SECONDS) {
        const field = ofContainer(container.name, 'lifecycle.preStop.sleep.seconds');
        const must = `be more than ${ROUTERS_SECONDS}, for routers and name servers to hear of it`;
        yield { object, field, must, got: preStop };
      }
      const delayMs = settingOf(overlay, running, `${prefix}_DRAIN_DELAY`);
      const graceMs = settingOf(overlay, running, `${prefix}_DRAIN_GRACE`);
      if (typeof delayMs !== 'number' || typeof graceMs !== 'number') continue;
      const needed = preStop + (delayMs + graceMs) / 1000 + CLOSING_SECONDS;
      const { terminationGracePeriodSeconds: got = 30 } = object.spec.template.spec;
      if (needed < got) continue;
      const sum = `preStop ${preStop} + delay ${delayMs / 1000} + grace ${graceMs / 1000} + closing ${CLOSING_SECONDS}`;
      const must = `be more than ${needed} s (${sum})`;
      yield { object, field: 'spec.template.spec.terminationGracePeriodSeconds', must, got };
    }
  },
};
