/**
 * The name under which the replicas of a target are called: the target's own, where that is a name of
 * DNS. An Envoy on the way goes by it; calls to an address alone it would hand on as they are, in plain
 * text, which a mesh with strict mTLS refuses. Undefined: each by its address.
 */
export function authorityOf(target: string): string | undefined {
  const [, name] =
    /^dns(?:-poll)?:(?:\/\/[^/]*\/)?(?:_[a-z0-9-]+\.)*([A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?)$/.exec(
      target,
    ) ?? [];
  return name;
}
