import { fields } from './fields.ts';
import { images } from './images.ts';
import { leaving } from './leaving.ts';
import { meshAuthorization } from './mesh-authorization.ts';
import { meshDestinations } from './mesh-destinations.ts';
import { meshMirrors } from './mesh-mirrors.ts';
import { meshNamespace } from './mesh-namespace.ts';
import { meshPods } from './mesh-pods.ts';
import { meshPorts } from './mesh-ports.ts';
import { meshRoutes } from './mesh-routes.ts';
import { meshSpans } from './mesh-spans.ts';
import { meshWayIn } from './mesh-way-in.ts';
import { networkPolicies } from './network-policies.ts';
import { podSecurity } from './pod-security.ts';
import { policies } from './policies.ts';
import { ports } from './ports.ts';
import { probes } from './probes.ts';
import { references } from './references.ts';
import { replicas } from './replicas.ts';
import { resources } from './resources.ts';
import { rights } from './rights.ts';
import type { Rule } from './rule.ts';
import { scraping } from './scraping.ts';
import { secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { spread } from './spread.ts';
import { starting } from './starting.ts';
import { targets } from './targets.ts';

export const everyRule: readonly Rule[] = [
  fields,
  references,
  settings,
  secrets,
  policies,
  ports,
  probes,
  targets,
  networkPolicies,
  scraping,
  rights,
  starting,
  leaving,
  replicas,
  spread,
  resources,
  podSecurity,
  images,
  meshRoutes,
  meshMirrors,
  meshDestinations,
  meshAuthorization,
  meshPorts,
  meshNamespace,
  meshSpans,
  meshPods,
  meshWayIn,
];
