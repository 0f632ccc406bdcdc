/** `kubernetes:///service[.namespace][:port]`, as @ballast/discovery reads it. */
const pattern = /^kubernetes:\/\/\/([^.:/]+)(?:\.([^.:/]+))?(?::([a-z0-9-]+))?$/;

/**
 * The target that leads to the one virtual address of what this one names. Targets other than
 * `kubernetes:` stay: a name leads to a ClusterIP or it does not, and the policy `virtual_address`
 * finds out.
 *
 * @throws RangeError where a `kubernetes:` target names no port: its pods would have said it.
 */
export function findVirtualTarget(target: string): string {
  if (!target.startsWith('kubernetes:')) return target;
  const [, service, namespace, port] = pattern.exec(target) ?? [];
  // What is malformed is refused by the one who reads it.
  if (service === undefined) return target;
  const name = namespace === undefined ? service : `${service}.${namespace}`;
  if (port === undefined) {
    throw new RangeError(
      `client.target must name a port behind a proxy, such as kubernetes:///${name}:grpc, got ${JSON.stringify(target)}`,
    );
  }
  if (/^\d+$/.test(port)) return `dns-poll:///${name}:${port}`;
  // Kubernetes publishes an SRV record for each named port; a Service's leads to its ClusterIP.
  return `dns-poll:///_${port}._tcp.${name}`;
}
