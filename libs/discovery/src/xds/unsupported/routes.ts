import { isSet, listOf, type Message, type Unsupported } from './unsupported.ts';
import { findUnsupportedOfRetries } from './retries.ts';

/**
 * Of an `envoy.config.route.v3.RouteConfiguration` as far as one virtual host goes: a control plane may
 * send those of other services beside it (istiod sends all that have the same port).
 */
export function findUnsupportedOfRoutes(config: Message, host: Message): Unsupported[] {
  const found = new Map<string, { readonly written: string; readonly routes: string[] }>();
  const add = ({ field, written }: Unsupported, route: string): void => {
    const entry = found.get(field) ?? { written, routes: [] };
    if (!entry.routes.includes(route)) entry.routes.push(route);
    found.set(field, entry);
  };
  for (const each of [config, host]) {
    for (const one of ofAnyLevel) if (isSet(each, one.field)) add(one, 'all');
  }
  for (const [index, route] of listOf(host, 'routes').entries()) {
    const name = (route['name'] as string | undefined) || `${index}`;
    for (const one of findOfRoute(route, host)) add(one, name);
  }
  return [...found].map(([field, { written, routes }]) => ({
    field: `${field} of route ${shorten(routes)}`,
    written,
  }));
}

function findOfRoute(route: Message, host: Message): Unsupported[] {
  const action = route['route'] as Message | null | undefined;
  // What does not forward is refused or passed over by grpc-js-xds itself (gRFC A28).
  if (!action) return [];
  const weighted = (action['weighted_clusters'] ?? {}) as Message;
  const levels = [route, ...listOf(weighted, 'clusters')];
  const retry = (action['retry_policy'] ?? host['retry_policy']) as Message | null | undefined;
  return [
    ...headers.filter(({ field }) => levels.some((level) => isSet(level, field))),
    ...ofAction.filter(({ field }) => isSet(action, field)),
    ...(isSet(host, 'hedge_policy') ? [hedging] : []),
    ...findOfTime(action),
    ...findOfHash(action),
    ...(retry ? findUnsupportedOfRetries(retry) : []),
  ];
}

const mirroring: Unsupported = {
  field: 'request_mirror_policies',
  written: 'VirtualService mirror',
};
const hedging: Unsupported = { field: 'hedge_policy', written: 'EnvoyFilter' };

const headers: readonly Unsupported[] = [
  'request_headers_to_add',
  'request_headers_to_remove',
  'response_headers_to_add',
  'response_headers_to_remove',
].map((field) => ({ field, written: 'VirtualService headers' }));

const ofAnyLevel = [...headers, mirroring];

const ofAction: readonly Unsupported[] = [
  mirroring,
  hedging,
  { field: 'prefix_rewrite', written: 'VirtualService rewrite.uri' },
  { field: 'regex_rewrite', written: 'VirtualService rewrite.uriRegexRewrite' },
  { field: 'host_rewrite_literal', written: 'VirtualService rewrite.authority' },
  { field: 'host_rewrite_header', written: 'EnvoyFilter' },
  { field: 'host_rewrite_path_regex', written: 'EnvoyFilter' },
  // Which of the endpoints the route is for: without it all of them.
  { field: 'metadata_match', written: 'EnvoyFilter' },
];

/** gRFC A31 passes over `timeout` for `max_stream_duration`; istiod says both. */
function findOfTime(action: Message): Unsupported[] {
  const timeout = action['timeout'] as { seconds: unknown; nanos: unknown } | null | undefined;
  const isLimited = Number(timeout?.seconds ?? 0) > 0 || Number(timeout?.nanos ?? 0) > 0;
  if (!isLimited || action['max_stream_duration']) return [];
  return [{ field: 'timeout without max_stream_duration', written: 'VirtualService timeout' }];
}

/** gRFC A42 knows the header, and the channel; where there is none of them the hash is a random one. */
function findOfHash(action: Message): Unsupported[] {
  const kinds = listOf(action, 'hash_policy').map((policy) => policy['policy_specifier']);
  if (kinds.length === 0 || kinds.some((kind) => kind === 'header' || kind === 'filter_state'))
    return [];
  const field = `hash_policy by ${kinds.join(', ')}`;
  return [{ field, written: 'DestinationRule loadBalancer.consistentHash' }];
}

function shorten(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 0 ? `${names.slice(0, 3).join(', ')} and ${more} more` : names.join(', ');
}
