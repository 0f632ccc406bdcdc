import type { Program } from '../code/code.ts';
import { serversOf } from '../overlay/environment.ts';
import type { Container, Probe } from '../overlay/manifest.ts';
import { type Finding, ofContainer, type Rule } from './rule.ts';

/** The name under which every server says that its process lives: libs/server/src/admin/health.ts. */
const LIVENESS = 'liveness';

const kinds = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/**
 * Each server has all three probes, and they ask for what it serves. Liveness asks the process alone:
 * a restart does not bring back a dependency.
 */
export const probes: Rule = {
  name: 'probes',
  *find(overlay, code) {
    for (const { workload: object, container, program } of serversOf(overlay, code)) {
      for (const kind of kinds) {
        const probe = container[kind];
        for (const { field, ...finding } of check(kind, probe, container, program)) {
          const path = field === '' ? kind : `${kind}.${field}`;
          yield { object, field: ofContainer(container.name, path), ...finding };
        }
      }
    }
  },
};

function* check(
  kind: (typeof kinds)[number],
  probe: Probe | undefined,
  container: Container,
  program: Program,
): Generator<Omit<Finding, 'object'>> {
  const isOfLife = kind !== 'readinessProbe';
  const { grpc, httpGet } = probe ?? {};
  const port = grpc?.port ?? httpGet?.port;
  if (port === undefined) {
    yield { field: '', must: 'ask by grpc or httpGet', got: probe };
    return;
  }
  const ports = container.ports ?? [];
  if (!ports.some((each) => each.name === port || each.containerPort === port)) {
    const way = grpc === undefined ? 'httpGet' : 'grpc';
    const must = `be a port of the container: ${ports.map((each) => each.containerPort).join(', ')}`;
    yield { field: `${way}.port`, must, got: port };
  }
  if (grpc !== undefined) {
    const known = isOfLife ? [LIVENESS] : program.grpcServices;
    if (known.includes(grpc.service ?? '')) return;
    const must = `be ${known.join(' or ') || 'none: the program serves no gRPC'}`;
    yield { field: 'grpc.service', must, got: grpc.service };
  }
  if (httpGet !== undefined) {
    const known = program.httpPaths.filter((path) => (path === '/livez') === isOfLife);
    if (known.includes(httpGet.path)) return;
    yield { field: 'httpGet.path', must: `be ${known.join(' or ')}`, got: httpGet.path };
  }
}
