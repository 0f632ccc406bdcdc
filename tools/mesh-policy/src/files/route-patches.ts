import { type Route, routesOf } from '../mapping/route.ts';
import type { GovernedService } from '../sources/service.ts';
import { createFile, type GeneratedFile } from './generated-file.ts';

/** One step of a JSON patch (RFC 6902). */
export interface Step {
  readonly op: 'add' | 'replace' | 'test';
  readonly path: string;
  readonly value: unknown;
}

/**
 * A patch of a VirtualService's routes. Those are a list, so a step goes by a place in it; each is
 * preceded by a test of who stands there, so that kustomize stops where that is somebody else.
 *
 * @param patch what is changed of a route, with paths from there; none: it stays as it is
 */
export function createRoutePatch(
  path: string,
  service: GovernedService,
  patch: (route: Route) => readonly Step[],
): GeneratedFile {
  const steps = routesOf(service).flatMap((route, index) => {
    const place = `/spec/http/${index}`;
    const own = patch(route).map((step) => ({ ...step, path: `${place}${step.path}` }));
    return own.length === 0
      ? []
      : [{ op: 'test', path: `${place}/name`, value: route.name }, ...own];
  });
  return createFile(path, service.policyFile, steps);
}
