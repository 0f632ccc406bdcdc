import { getsAgent } from '../overlay/mesh.ts';
import type { HttpRoute } from '../overlay/mesh-manifest.ts';
import type { Method } from '@ballast/tool-mesh-policy';
import type { Rule } from './rule.ts';

/**
 * Copies of calls are for methods that change nothing: the copy works on the same database. And clients
 * that speak xDS make none: they refuse routes that say so.
 */
export const meshMirrors: Rule = {
  name: 'mesh-mirrors',
  *find(overlay, code) {
    const speaksXds = overlay.workloads.some(getsAgent);
    for (const object of overlay.all('VirtualService')) {
      const methods = code.contracts.get(object.spec.hosts[0] ?? '') ?? [];
      for (const [index, route] of (object.spec.http ?? []).entries()) {
        if (route.mirror === undefined) continue;
        const field = `spec.http[${route.name ?? index}].mirror`;
        const got = route.mirror;
        if (!readsAlone(route, methods)) {
          const must = 'be left out: only unary methods that are NO_SIDE_EFFECTS may be copied';
          yield { object, field, must, got };
        } else if (speaksXds) {
          const must = 'be left out: clients that speak xDS refuse such routes (docs/mesh.md)';
          yield { object, field, must, got };
        }
      }
    }
  },
};

function readsAlone({ match }: HttpRoute, methods: readonly Method[]): boolean {
  const paths = match?.map(({ uri }) => uri?.exact) ?? [];
  return (
    paths.length > 0 &&
    paths.every((path) =>
      methods.some((method) => method.path === path && method.isReading && !method.isStreaming),
    )
  );
}
