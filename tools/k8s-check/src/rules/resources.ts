import { containersOf } from '../overlay/overlay.ts';
import { ofContainer, type Rule } from './rule.ts';

const units: Record<string, number> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Every container says what it needs; memory has a limit, CPU has none (throttling is latency). */
export const resources: Rule = {
  name: 'resources',
  *find(overlay) {
    for (const object of overlay.workloads) {
      for (const { name, resources: { requests = {}, limits = {} } = {} } of containersOf(object)) {
        const field = (path: string) => ofContainer(name, `resources.${path}`);
        for (const resource of ['cpu', 'memory'] as const) {
          if (requests[resource] !== undefined) continue;
          yield { object, field: field(`requests.${resource}`), must: 'be set', got: undefined };
        }
        if (limits['cpu'] !== undefined) {
          yield { object, field: field('limits.cpu'), must: 'be left out', got: limits['cpu'] };
        }
        if (!(bytesOf(limits['memory']) >= bytesOf(requests['memory']))) {
          const must = `be at least the request, ${requests['memory']}`;
          yield { object, field: field('limits.memory'), must, got: limits['memory'] };
        }
      }
    }
  },
};

function bytesOf(quantity: string | undefined): number {
  const [, digits, unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity ?? '') ?? [];
  return Number(digits) * (units[unit] ?? NaN);
}
