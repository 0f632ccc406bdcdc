import { isInMesh } from '../overlay/mesh.ts';
import type { Rule } from './rule.ts';

/** Istio looks at the first bytes of a connection where a port does not say what is spoken there. */
export const meshPorts: Rule = {
  name: 'mesh-ports',
  *find(overlay) {
    if (!isInMesh(overlay)) return;
    for (const object of overlay.all('Service')) {
      for (const { name, port, appProtocol } of object.spec.ports) {
        const field = `spec.ports[${name ?? port}].appProtocol`;
        const wanted = name === 'grpc' || name === 'http' ? name : undefined;
        if (appProtocol === undefined || (wanted !== undefined && appProtocol !== wanted)) {
          const must = wanted === undefined ? 'be said, tcp if nothing else' : `be ${wanted}`;
          yield { object, field, must, got: appProtocol };
        }
      }
    }
  },
};
